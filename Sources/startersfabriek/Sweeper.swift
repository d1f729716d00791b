import Logging
import Operations
import ServiceLifecycle
import Web

/// What time itself asks for: requests and holds lapse, old sign-ins go, fetches are written down.
struct Sweeper: Service {
  let setting: Setting
  let publisher: FeedPublisher
  let logger: Logger

  /// Often enough that a lapsed request leaves feeds within half a minute.
  private static let period = Duration.seconds(15)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await sweep()
        try? await Task.sleep(for: Self.period)
      }
    }
    // The last fetches are not lost at an orderly stop.
    try? await publisher.flush()
  }

  private func sweep() async {
    do {
      try await BookingDesk(setting).sweep()
      try await ContactDesk(setting).sweep()
      try await SignInDesk(setting).sweep()
      try await InquiryDesk(setting).sweep()
      try await publisher.flush()
    } catch {
      logger.error("sweeping failed and is tried again: \(error)")
    }
  }
}
