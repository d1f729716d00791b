import Hummingbird
import Operations
import Scheduling

/// One appointment to keep in a calendar: what the link “Zet in je agenda” downloads.
enum AppointmentFile {
  static func download(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let bytes = try await visit.desks.publisher.file(
      of: try visit.appointmentID(), for: person, language: visit.language)
    var headers = HTTPFields()
    headers[.contentType] = "text/calendar; charset=utf-8"
    // The name stays behind in a folder that others may see: it says nothing.
    headers[.contentDisposition] =
      "attachment; filename=\"\(PagePart.calendarFile.slug(visit.language))\""
    headers[.cacheControl] = "private, no-store"
    headers[.robotsTag] = "noindex"
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
