import CZlib

/// RFC 1952, through zlib: the same bytes for the same input.
enum Gzip {
  /// A stretch of bytes compressed by itself (RFC 1951): it looks back at nothing before it and ends
  /// at a whole byte, so that it can stand anywhere in a stream.
  struct Piece: Sendable {
    let deflated: [UInt8]
    /// CRC-32 of what it holds.
    let checksum: UInt
    /// How many bytes it holds.
    let count: Int
  }

  /// Nil where zlib has no memory.
  static func piece(_ bytes: ArraySlice<UInt8>) -> Piece? {
    var stream = z_stream()
    // A negative window: no header and no checksum, which the whole gets.
    guard
      deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    // And what flushing adds.
    let capacity = Int(deflateBound(&stream, uLong(bytes.count))) + 16
    var input = Array(bytes)
    var (isComplete, checksum) = (false, uLong(0))
    let deflated = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        checksum = crc32(0, input.baseAddress, uInt(input.count))
        stream.next_in = input.baseAddress
        stream.avail_in = uInt(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(capacity)
        isComplete = deflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_in == 0
      }
      count = capacity - Int(stream.avail_out)
    }
    guard isComplete, stream.avail_out > 0 else { return nil }
    return Piece(deflated: deflated, checksum: UInt(checksum), count: bytes.count)
  }

  /// One stream of all the pieces.
  static func joined(_ pieces: [Piece]) -> [UInt8] {
    // Deflated, no flags, no time, an unknown system.
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var (checksum, count) = (uLong(0), 0)
    for piece in pieces {
      bytes += piece.deflated
      checksum = crc32_combine(checksum, uLong(piece.checksum), piece.count)
      count += piece.count
    }
    // A last block with nothing in it.
    bytes += [3, 0]
    for number in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: count)] {
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(number >> shift & 0xFF)) }
    }
    return bytes
  }
}
