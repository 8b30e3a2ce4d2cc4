// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of the house: each depends only on rows above it.
// The HTTP server brings most of the dependency graph, so it sits behind the trait `Server`:
// without it neither `swift build` nor `swift test` compiles Hummingbird.
let server: TargetDependencyCondition? = .when(traits: ["Server"])

// The fuzzer links only with `--sanitize fuzzer`, so it is there only when asked for (Tests/Fuzz/README.md).
let fuzzers: [Target] =
  Context.environment["HAECHI_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "NormalizationFuzz", dependencies: ["Normalization"], path: "Tests/Fuzz/Normalization",
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ]

let package = Package(
  name: "Haechi",
  products: [
    .library(name: "Haechi", targets: ["Haechi"]),
    .executable(name: "haechi", targets: ["HaechiCommand"]),
    .executable(name: "haechi-server", targets: ["HaechiServer"]),
  ],
  traits: [
    .trait(name: "Server", description: "Builds haechi-server with its HTTP routes (Hummingbird).")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  ],
  targets: fuzzers + [
    // 0: C
    .target(
      name: "CICUShims",
      linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc"), .linkedLibrary("icudata")]),
    .target(
      name: "CCodecs", linkerSettings: [.linkedLibrary("zstd"), .linkedLibrary("z")]),
    .target(name: "CTextKernels"),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "CDefaultModel", exclude: ["guardian.bundle", "MODEL_CARD.md", "training-log.jsonl"]),
    .target(name: "CLexiconData", exclude: ["embedded_file.inc"]),
    // 1
    .target(
      name: "Normalization", dependencies: ["CICUShims", "CTextKernels", "CLexiconData"]),
    .target(name: "Tensors"),
    // 2
    .target(name: "Tokenization", dependencies: ["Normalization"]),
    .target(
      name: "Lexicons",
      dependencies: ["Normalization", "CLexiconData", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Datasets",
      dependencies: [
        "CCodecs", "Normalization", .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "Models", dependencies: ["Tensors", "CKernels"]),
    // 3
    .target(
      name: "Curation",
      dependencies: [
        "Datasets", "Lexicons", "Normalization", .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(name: "Inference", dependencies: ["Models", "CKernels", "CDefaultModel"]),
    .target(
      name: "Training",
      dependencies: ["Models", "CKernels", "Tokenization", "Datasets", "Lexicons", "Normalization"]),
    // 4
    .target(name: "Haechi", dependencies: ["Inference", "Models", "Tokenization", "Normalization"]),
    // 5
    .target(
      name: "Evaluation",
      dependencies: ["Haechi", "Inference", "Models", "Tokenization", "Datasets", "Normalization"]),
    .target(
      name: "Service",
      dependencies: [
        "Haechi", .product(name: "Hummingbird", package: "hummingbird", condition: server),
      ]),
    // 6
    .executableTarget(
      name: "HaechiCommand",
      dependencies: [
        "Haechi", "Evaluation", "Training", "Curation", "Inference", "Datasets", "Lexicons", "Models",
        "Tokenization",
        "Tensors", "Normalization", "CKernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "HaechiServer",
      dependencies: [
        "Service", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Measuring and checking
    .executableTarget(
      name: "Benchmarks", dependencies: ["Haechi", "Training"], path: "Tests/Benchmarks"),
    .executableTarget(name: "Readings", dependencies: ["Normalization"], path: "Tests/Readings"),
    .testTarget(name: "NormalizationTests", dependencies: ["Normalization", "CLexiconData"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
    .testTarget(
      name: "TokenizationTests", dependencies: ["Tokenization"], exclude: ["Goldens"]),
    .testTarget(name: "LexiconsTests", dependencies: ["Lexicons"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets"]),
    .target(name: "Loopback", path: "Tests/Loopback"),
    .testTarget(name: "CurationTests", dependencies: ["Curation", "Datasets", "Lexicons", "Loopback"]),
    .testTarget(name: "ModelsTests", dependencies: ["Models"]),
    .testTarget(name: "InferenceTests", dependencies: ["Inference"], exclude: ["Goldens"]),
    .testTarget(
      name: "TrainingTests", dependencies: ["Training", "Datasets", "Lexicons"], exclude: ["Goldens"]),
    .target(
      name: "TinyGuardian", dependencies: ["Haechi", "Models", "Tensors", "Tokenization"],
      path: "Tests/TinyGuardian"),
    .testTarget(name: "HaechiTests", dependencies: ["Haechi", "TinyGuardian"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Datasets", "TinyGuardian"]),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "Service", .product(name: "HummingbirdTesting", package: "hummingbird", condition: server),
      ]),
    .testTarget(
      name: "HaechiCommandTests",
      dependencies: [
        "HaechiCommand", "TinyGuardian", "Haechi", "Evaluation", "Training", "Datasets", "Lexicons", "Models",
        "Tokenization", "Tensors", "Curation", "Loopback",
      ]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x,
  cxxLanguageStandard: .cxx17
)
