// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode (from the tools version) and no warning left standing.
///
/// One configuration, release, serves run, test and bench; `-enable-testing` lets tests see inside it
/// and stands here so that every way to build gives the same products.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
  .unsafeFlags(["-enable-testing"]),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
/// SQLite itself: what is bound and read at every statement, and the yardsticks.
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")

let package = Package(
  name: "startersfabriek",
  products: [.executable(name: "startersfabriek", targets: ["startersfabriek"])],
  dependencies: [
    // Without the configuration reader: our settings come through ArgumentParser.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
      traits: ["FullFoundation"]),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CivilTime", swiftSettings: strict),
    .target(name: "Recurrence", dependencies: ["CivilTime"], swiftSettings: strict),
    .target(
      name: "ICalendar", dependencies: ["CLibical", "CivilTime", "Recurrence", crypto],
      swiftSettings: strict),
    .target(name: "Markdown", dependencies: ["CCmark"], swiftSettings: strict),
    .target(name: "Scheduling", dependencies: ["CivilTime", "Recurrence"], swiftSettings: strict),
    .target(
      name: "Operations",
      dependencies: ["Scheduling", "ICalendar", "Recurrence", "CivilTime", crypto, yams],
      resources: [.copy("Phrases")],
      swiftSettings: strict),
    .target(
      name: "Storage",
      dependencies: ["Operations", "Scheduling", "CivilTime", grdb, sqlite],
      resources: [.copy("Migrations")],
      swiftSettings: strict),
    .target(
      name: "Web",
      dependencies: [
        "CZlib", "Markdown", "Operations", "Scheduling", "CivilTime", hummingbird, mustache,
        logging, crypto, nio, nioHTTPTypes,
      ],
      resources: [.copy("Templates"), .copy("Assets")],
      swiftSettings: strict),
    .executableTarget(
      name: "startersfabriek",
      dependencies: [
        "Web", "Storage", "Operations", "Scheduling", "ICalendar", "Recurrence", "CivilTime",
        argumentParser, hummingbird, lifecycle, logging,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "Storage", "Operations", "Scheduling", "CivilTime", argumentParser, sqlite,
      ],
      swiftSettings: strict),
    .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime"], swiftSettings: strict),
    .testTarget(
      name: "RecurrenceTests", dependencies: ["Recurrence", "CivilTime"], swiftSettings: strict),
    .testTarget(name: "MarkdownTests", dependencies: ["Markdown"], swiftSettings: strict),
    .testTarget(
      name: "ICalendarTests", dependencies: ["ICalendar", "Recurrence", "CivilTime"],
      swiftSettings: strict),
    .testTarget(
      name: "SchedulingTests", dependencies: ["Scheduling", "Recurrence", "CivilTime"],
      swiftSettings: strict),
    .testTarget(
      name: "OperationsTests",
      dependencies: ["Operations", "Storage", "ICalendar", "Scheduling", "CivilTime"],
      swiftSettings: strict),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Storage", "Operations", "Scheduling", "CivilTime", grdb],
      swiftSettings: strict),
  ]
)
