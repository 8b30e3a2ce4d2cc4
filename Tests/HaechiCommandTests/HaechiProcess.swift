import Foundation
import Models
import TinyGuardian

/// Runs the program as a user does: the executable that was built beside these tests, as a process.
enum HaechiProcess {
  /// How a process ended and what it wrote.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The lines of the output.
    var lines: [String] {
      output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }

  /// The folder in which this process's executable lies.
  static var folder: URL {
    let path =
      FileManager.default.fileExists(atPath: "/proc/self/exe") ? "/proc/self/exe" : CommandLine.arguments[0]
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Runs `haechi` with `arguments`, `input` as its standard input, in an environment of `environment` alone.
  static func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    let scratch = try Scratch()
    let (inputFile, outputFile, errorFile) = (scratch.url("in"), scratch.url("out"), scratch.url("err"))
    try Data(input).write(to: inputFile)
    try Data().write(to: outputFile)
    try Data().write(to: errorFile)
    let process = Process()
    process.executableURL = folder.appendingPathComponent("haechi")
    process.arguments = arguments
    process.environment = environment
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }

  /// Runs `haechi check` over the tiny guardian, in English.
  static func check(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(["check", "--model", try bundle.get().path] + arguments, input: input, environment: environment)
  }

  /// The tiny guardian's bundle as a file, made once for all tests.
  static let bundle = Result {
    let scratch = try Scratch(isKept: true)
    let url = scratch.url("tiny.bundle")
    try BundleWriter.write(TinyGuardian.checkpoint(contextTokens: 16), to: url)
    return url
  }
}

/// A folder for one test, gone when it is done.
final class Scratch {
  private let folder: URL
  private let isKept: Bool

  init(isKept: Bool = false) throws {
    self.isKept = isKept
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("haechi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { if !isKept { try? FileManager.default.removeItem(at: folder) } }

  /// The URL of the file `name` in the folder.
  func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The path of the file `name`, which holds `bytes`.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: url(name))
    return url(name).path
  }

  /// The path of the file `name`, which holds `text`.
  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}
