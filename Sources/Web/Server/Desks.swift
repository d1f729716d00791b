import Operations

/// The operations that routes and pages call; they know no other way to the data.
public struct Desks: Sendable {
  public let setting: Setting
  public let people: PeopleDesk
  public let signIn: SignInDesk
  public let slots: SlotDesk
  public let bookings: BookingDesk
  public let appointments: AppointmentsDesk
  public let weeks: WeekDesk
  public let availability: AvailabilityDesk
  public let partners: PartnerDesk
  public let journey: JourneyDesk
  public let contacts: ContactDesk
  public let arrangements: ArrangementDesk
  public let feeds: FeedDesk
  public let inquiries: InquiryDesk
  public let articles: ArticleDesk
  public let oversight: OversightDesk
  public let closures: ClosuresDesk
  public let publisher: FeedPublisher

  public init(_ setting: Setting, publisher: FeedPublisher) {
    self.setting = setting
    self.publisher = publisher
    people = PeopleDesk(setting)
    signIn = SignInDesk(setting)
    slots = SlotDesk(setting)
    bookings = BookingDesk(setting)
    appointments = AppointmentsDesk(setting)
    weeks = WeekDesk(setting)
    availability = AvailabilityDesk(setting)
    partners = PartnerDesk(setting)
    journey = JourneyDesk(setting)
    contacts = ContactDesk(setting)
    arrangements = ArrangementDesk(setting)
    feeds = FeedDesk(setting)
    inquiries = InquiryDesk(setting)
    articles = ArticleDesk(setting)
    oversight = OversightDesk(setting)
    closures = ClosuresDesk(setting)
  }
}
