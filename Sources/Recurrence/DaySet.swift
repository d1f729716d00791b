/// Some days of a period of at most 384 days, as one bit a day. Lives on the stack.
struct DaySet {
  /// The day number that bit 0 stands for.
  let firstDay: Int
  private var words: InlineArray<6, UInt64> = .init(repeating: 0)

  init(firstDay: Int) { self.firstDay = firstDay }

  /// The days of a period of at most 64 days.
  init(firstDay: Int, bits: UInt64) {
    self.firstDay = firstDay
    words[0] = bits
  }

  var count: Int {
    var count = 0
    for index in words.indices { count += words[index].nonzeroBitCount }
    return count
  }

  mutating func insert(day: Int) {
    let index = day - firstDay
    words[index >> 6] |= 1 << UInt64(index & 63)
  }

  /// Adds the days whose bits are set, counted from `day` on.
  mutating func insert(_ bits: UInt32, from day: Int) {
    let index = day - firstDay
    let (word, shift) = (index >> 6, UInt64(index & 63))
    words[word] |= UInt64(bits) << shift
    if shift > 32, word < 5 { words[word + 1] |= UInt64(bits) >> (64 - shift) }
  }

  mutating func formIntersection(_ other: Self) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  /// Takes the earliest day out; nil where none is left.
  mutating func popFirst() -> Int? {
    for index in words.indices where words[index] != 0 {
      let bit = words[index].trailingZeroBitCount
      words[index] &= words[index] - 1
      return firstDay + index * 64 + bit
    }
    return nil
  }
}
