import Foundation

/// One line of a run's log.
public struct LogLine: Codable, Sendable, Equatable {
  /// The stage's index.
  public var stage: Int
  /// The steps done in this stage.
  public var step: Int
  /// What was measured: `step` on the batch just learned, `validation` on the validation rows.
  public var kind: String
  /// The loss and its parts.
  public var losses: Losses
  /// The learning rate of the step; absent for a validation.
  public var learningRate: Float?
  /// The gradient's norm before clipping; absent for a validation.
  public var gradientNorm: Float?
  /// The share of validation rows whose label is right at 0.5; absent for a step.
  public var accuracy: Double?
}

/// The log of a run: appended as it goes, cut back to the last save when it goes on.
struct RunLog {
  private let url: URL
  private var pending = Data()

  init(folder: RunFolder) { url = folder.url.appendingPathComponent("log.jsonl") }

  /// Drops the lines of `stage` after `step`: they will be written again.
  func cut(afterStep step: Int, stage: Int) throws(TrainingRunError) {
    guard let data = try? Data(contentsOf: url) else { return }
    let decoder = JSONDecoder()
    var kept = Data()
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let entry = try? decoder.decode(LogLine.self, from: Data(line)),
        entry.stage != stage || entry.step <= step
      else { continue }
      kept.append(contentsOf: line)
      kept.append(UInt8(ascii: "\n"))
    }
    do { try kept.write(to: url, options: .atomic) } catch {
      throw .file(path: url.path, reason: "\(error)")
    }
  }

  mutating func append(_ line: LogLine) throws(TrainingRunError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do { pending.append(try encoder.encode(line)) } catch {
      throw .file(path: url.path, reason: "\(error)")
    }
    pending.append(UInt8(ascii: "\n"))
  }

  /// Writes what was appended since the last flush.
  mutating func flush() throws(TrainingRunError) {
    defer { pending = Data() }
    do {
      if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
      let handle = try FileHandle(forWritingTo: url)
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: pending)
    } catch {
      throw .file(path: url.path, reason: "\(error)")
    }
  }
}
