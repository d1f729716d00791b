import Operations
import Testing

@Suite struct CalendarProgramTests {
  /// As the programs really name themselves.
  @Test(
    arguments: [
      ("Google-Calendar-Importer", .google),
      (
        "Mozilla/5.0 (compatible; Google-Calendar-Importer; +http://www.google.com/)", .google
      ),
      ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)", .outlook),
      ("Mozilla/4.0 (compatible; ms-office; MSOffice rmj)", .outlook),
      ("Microsoft.Exchange/15.20 (ExchangeServicesClient/0.0.0.0)", .outlook),
      ("OutlookMobileCloudService-Autodetect/1.0.0", .outlook),
      ("iOS/17.5.1 (21F90) dataaccessd/1.0", .apple),
      ("macOS/14.5 (23F79) dataaccessd/1.0", .apple),
      ("Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5.1", .apple),
      (
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0",
        .thunderbird
      ),
      ("DAVx5/4.3.13-ose (2024/01/10; dav4jvm; okhttp/4.12.0) Android/14", .davx5),
      ("ICSx5/2.2.2 (okhttp/4.12.0) Android/14", .icsx5),
      ("Nextcloud Webcal Service", .nextcloud), ("vdirsyncer/0.19.2", .vdirsyncer),
      ("khal/0.11.3", .khal), ("curl/7.88.1", .curl),
      (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/126.0.0.0 Safari/537.36", .browser
      ),
      ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", .browser),
      ("python-requests/2.32", .other), ("", .other),
    ] as [(String, CalendarProgram)])
  func `a program is known by its User-Agent`(agent: String, program: CalendarProgram) {
    #expect(CalendarProgram(userAgent: agent) == program)
  }
}
