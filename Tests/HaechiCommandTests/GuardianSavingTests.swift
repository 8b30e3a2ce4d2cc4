import Foundation
import Testing
import TinyGuardian

@testable import HaechiCommand

struct GuardianSavingTests {
  @Test("A place that cannot be written to is a failure of the output, and its path is named")
  func unwritable() throws {
    let scratch = try Scratch()
    let checkpoint = try TinyGuardian.checkpoint()
    // No folder can be where a file is.
    let place = URL(fileURLWithPath: try scratch.file("file", [])).appendingPathComponent("inside")
    let folder = #expect(throws: CommandFailure.self) { try GuardianSaving.write(checkpoint, folder: place) }
    let bundle = #expect(throws: CommandFailure.self) { try GuardianSaving.write(checkpoint, bundle: place) }
    for failure in [folder, bundle] {
      #expect(failure?.status == .output)
      for language in Language.allCases {
        #expect(failure?.message.text(in: language).contains(place.path) == true)
      }
    }
  }

  @Test("A checkpoint without metadata is a failure of the data")
  func withoutMetadata() throws {
    let scratch = try Scratch()
    var checkpoint = try TinyGuardian.checkpoint()
    checkpoint.metadata = nil
    let failure = #expect(throws: CommandFailure.self) {
      try GuardianSaving.write(checkpoint, bundle: scratch.url("tiny.bundle"))
    }
    #expect(failure == CommandFailure(status: .data, message: .workshop(.model(.missingMetadata))))
    #expect(!FileManager.default.fileExists(atPath: scratch.url("tiny.bundle").path))
  }

  @Test("haechi convert tells a folder it cannot read from a bundle it cannot write")
  func convert() throws {
    let scratch = try Scratch()
    try TinyGuardian.checkpoint().write(to: scratch.url("checkpoint"))
    let place = try scratch.file("file", []) + "/tiny.bundle"
    let written = try HaechiProcess.run(["convert", scratch.url("checkpoint").path, "-o", place])
    #expect(written.status == 74)
    #expect(written.errors.contains(place))
    let read = try HaechiProcess.run(["convert", scratch.url("absent").path, "-o", scratch.url("b").path])
    #expect(read.status == 66)
    #expect(read.errors.contains(scratch.url("absent").path))
  }
}
