/// The limits on a catalogue file, each with its reason.
public enum CatalogueLimits {
  /// Bytes of all files together. The catalogue of 40 partners with 1,000 to-dos is about 1 MB.
  public static let bytes = 5_000_000
  /// Values visited, aliases followed. A file of the largest size that is meant as a catalogue has
  /// fewer; a file whose aliases multiply (a "billion laughs") passes it at once.
  public static let values = 400_000
  /// Problems reported: a person mends some and reads again.
  public static let problems = 1000
  /// Characters of a slug: it appears in addresses.
  public static let key = 64
  /// Characters of a name or title: it must fit a list, a mail's subject and a calendar's summary.
  public static let title = 200
  /// Characters of a paragraph: a description that is longer belongs on a page of its own.
  public static let paragraph = 4000
  /// Characters of an e-mail address (RFC 5321 section 4.5.3.1.3, without the angle brackets).
  public static let email = 254
  /// Characters of an address on the web: what every browser and mail client carries.
  public static let url = 2000
  /// Characters of a telephone number as people write it.
  public static let phone = 40
  /// Minutes of one appointment: a working day of 8 hours.
  public static let minutes = 480
  /// Minutes kept free before or after an appointment.
  public static let buffer = 240
  /// Days ahead that a horizon may reach: ten years.
  public static let horizon = 3650
  /// Years that a set of days may say it is published through: what a calendar here may hold.
  public static let years = 2000...2100
  /// Working days that a partner may take to answer a request: a month, after which nobody waits.
  public static let answerDays = 20
  /// Any number that counts people, places in a room or appointments.
  public static let count = 100_000
  /// How deep `all`, `any` and `not` may stand inside each other: nobody follows more.
  public static let conditionDepth = 8
}
