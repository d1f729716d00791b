import Operations

/// The operations that routes and pages call; they know no other way to the data.
public struct Desks: Sendable {
  public let setting: Setting
  public let people: PeopleDesk
  public let signIn: SignInDesk
  public let slots: SlotDesk
  public let bookings: BookingDesk
  public let appointments: AppointmentsDesk
  public let journey: JourneyDesk
  public let contacts: ContactDesk
  public let arrangements: ArrangementDesk
  public let feeds: FeedDesk
  public let oversight: OversightDesk
  public let publisher: FeedPublisher

  public init(_ setting: Setting, publisher: FeedPublisher) {
    self.setting = setting
    self.publisher = publisher
    people = PeopleDesk(setting)
    signIn = SignInDesk(setting)
    slots = SlotDesk(setting)
    bookings = BookingDesk(setting)
    appointments = AppointmentsDesk(setting)
    journey = JourneyDesk(setting)
    contacts = ContactDesk(setting)
    arrangements = ArrangementDesk(setting)
    feeds = FeedDesk(setting)
    oversight = OversightDesk(setting)
  }
}
