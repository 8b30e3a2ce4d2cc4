import Foundation
import Testing

@testable import Training

/// A folder that goes away with its test.
private final class Folder {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}

struct StateTests {
  let settings = TinyModel.settings {
    $0.dropout = 0.1
    $0.averageDecay = 0.9
  }

  @Test("Three steps, a saved state and three steps more give the bits of six steps")
  func resumes() throws {
    let folder = try Folder(), file = folder.url.appendingPathComponent("state")
    let through = try TinyModel.trainer(settings: settings)
    for _ in 0..<6 { _ = try through.step(TinyModel.examples) }

    let first = try TinyModel.trainer(settings: settings)
    for _ in 0..<3 { _ = try first.step(TinyModel.examples) }
    first.position = .init(epoch: 2, batch: 5)
    try first.save(to: file)
    let second = try TinyModel.trainer(settings: settings, threads: 2, fresh: true)
    try second.resume(from: file)
    #expect(second.step == 3 && second.position == .init(epoch: 2, batch: 5))
    for _ in 0..<3 { _ = try second.step(TinyModel.examples) }

    #expect(second.bits == through.bits)
    #expect(second.parameters(averaged: true) == through.parameters(averaged: true))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["state"])
  }

  @Test("A file cut short, lengthened, damaged or foreign is told apart, and changes nothing")
  func damage() throws {
    let folder = try Folder(), file = folder.url.appendingPathComponent("state")
    let trainer = try TinyModel.trainer(settings: settings)
    try trainer.save(to: file)
    let whole = try Data(contentsOf: file)
    _ = try trainer.step(TinyModel.examples)
    let bits = trainer.bits
    func error(_ data: Data) throws -> TrainingError? {
      try data.write(to: file)
      do {
        try trainer.resume(from: file)
        return nil
      } catch { return error }
    }
    var flipped = whole
    flipped[whole.count - 1] ^= 1
    let floats = whole.count - (try length(ofHeaderIn: whole)) - 32
    #expect(
      try error(whole.dropLast(4))
        == .stateLength(path: file.path, expected: floats, found: floats - 4))
    #expect(
      try error(whole + Data([0])) == .stateLength(path: file.path, expected: floats, found: floats + 1))
    for length in [0, 7, 31, 40] {
      #expect(try error(whole.prefix(length)) == .notAState(path: file.path))
    }
    #expect(try error(Data(repeating: 65, count: 200)) == .notAState(path: file.path))
    guard case .stateChecksum = try error(flipped) else {
      Issue.record("a flipped bit must fail the checksum")
      return
    }
    #expect(trainer.bits == bits && trainer.step == 1)
    #expect(try error(whole) == nil)
    #expect(trainer.step == 0)
  }

  @Test("A state of another run is refused by the field that differs")
  func mismatch() throws {
    let folder = try Folder(), file = folder.url.appendingPathComponent("state")
    try TinyModel.trainer(settings: settings).save(to: file)
    let other = try TinyModel.trainer(settings: TinyModel.settings { $0.dropout = 0.2 })
    do {
      try other.resume(from: file)
      Issue.record("must throw")
    } catch TrainingError.stateMismatch(_, let field, _, _) {
      #expect(field == "settings")
    }
  }

  @Test("A missing file is a file error that names it")
  func missing() throws {
    let trainer = try TinyModel.trainer()
    do {
      try trainer.resume(from: URL(fileURLWithPath: "/nonexistent/state"))
      Issue.record("must throw")
    } catch TrainingError.file(let path, let operation, _) {
      #expect(path == "/nonexistent/state" && operation == "read")
    }
  }

  private func length(ofHeaderIn data: Data) throws -> Int {
    (0..<8).reduce(0) { $0 | Int(data[16 + $1]) << (8 * $1) }
  }
}
