import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers calendars that find nothing new on the event loop that read the question, without a task
/// or the router: most of what arrives here is that, all day long.
///
/// Answers leave in the order of the questions (RFC 9112 section 9.3.2), so it answers only where
/// none is waiting. What it cannot answer at once goes on as if it were not here.
final class UnchangedCalendarHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// The server below closes connections on which it sees nothing; so often it sees one of ours.
  private static let passing = TimeAmount.seconds(30)

  private let answer: @Sendable (HTTPRequest) -> HTTPResponse?
  /// Requests that went on and are not answered yet.
  private var waiting = 0
  /// Whether the request being read was answered here.
  private var isAnswered = false
  private var passedAt = NIODeadline.now()

  init(answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse?) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let request):
      if let response = atOnce(request) {
        isAnswered = true
        context.write(wrapOutboundOut(.head(response)), promise: nil)
      } else {
        (isAnswered, waiting, passedAt) = (false, waiting + 1, .now())
        context.fireChannelRead(data)
      }
    case .body:
      if !isAnswered { context.fireChannelRead(data) }
    case .end:
      if isAnswered {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      } else {
        context.fireChannelRead(data)
      }
    }
  }

  private func atOnce(_ request: HTTPRequest) -> HTTPResponse? {
    guard waiting == 0, request.headerFields[.connection]?.lowercased() != "close",
      NIODeadline.now() - passedAt < Self.passing
    else { return nil }
    return answer(request)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { waiting -= 1 }
    context.write(data, promise: promise)
  }
}
