import CivilTime
import Testing

/// The system's zone of that name.
func zone(_ id: String) throws -> Zone { try #require(ZoneDatabase.system.zone(id)) }

/// `2026-03-29T02:30`.
func local(_ text: String) throws -> LocalDateTime {
  try #require(LocalDateTime(iso8601: text))
}

/// `2026-03-29T01:30Z`.
func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

/// `once 2026-03-29T00:59:00Z`, `skipped …` or `twice … and …`.
func text(_ resolution: Zone.Resolution) -> String {
  switch resolution {
  case .unique(let instant): "once \(instant.utcText)"
  case .skipped(let instant): "skipped \(instant.utcText)"
  case .repeated(let first, let second): "twice \(first.utcText) and \(second.utcText)"
  }
}
