import Foundation
import Models
import Tokenization

/// The folder in which a run keeps what it has done, so that it can go on after any interruption.
///
///     run.json         which recipe and which data it belongs to
///     tokenizer.model  the trained tokenizer
///     stage-N.state    the trainer at the last save of stage N
///     log.jsonl        one line a step and a validation
struct RunFolder {
  /// What a run belongs to; a folder of another run is refused.
  struct Identity: Codable, Equatable {
    var recipe: String
    var data: String
  }

  let url: URL

  /// Opens the folder for the run of `identity`, or makes it.
  init(_ url: URL, identity: Identity) throws(TrainingRunError) {
    self.url = url
    let path = url.appendingPathComponent("run.json")
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      if FileManager.default.fileExists(atPath: path.path) {
        let found = try JSONDecoder().decode(Identity.self, from: Data(contentsOf: path))
        guard found == identity else { throw TrainingRunError.foreignFolder(path: url.path) }
      } else {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(identity).write(to: path, options: .atomic)
      }
    } catch let error as TrainingRunError {
      throw error
    } catch {
      throw .file(path: path.path, reason: "\(error)")
    }
  }

  func state(stage: Int) -> URL { url.appendingPathComponent("stage-\(stage).state") }

  func hasState(stage: Int) -> Bool { FileManager.default.fileExists(atPath: state(stage: stage).path) }

  /// The bytes of the trained tokenizer, if there is one.
  func tokenizerModel() throws(TrainingRunError) -> [UInt8]? {
    let path = url.appendingPathComponent("tokenizer.model")
    guard FileManager.default.fileExists(atPath: path.path) else { return nil }
    do { return try Array(Data(contentsOf: path)) } catch {
      throw .file(path: path.path, reason: "\(error)")
    }
  }

  func save(tokenizerModel: [UInt8]) throws(TrainingRunError) {
    let path = url.appendingPathComponent("tokenizer.model")
    do { try Data(tokenizerModel).write(to: path, options: .atomic) } catch {
      throw .file(path: path.path, reason: "\(error)")
    }
  }
}

/// What can stop a run beside the trainer's own errors.
public enum TrainingRunError: Error, Equatable, Sendable {
  /// The folder belongs to a run of another recipe or of other data.
  case foreignFolder(path: String)
  /// A file of the run cannot be read or written.
  case file(path: String, reason: String)
  /// A special piece is missing from the tokenizer.
  case missingPiece(String)
  /// The recipe asks for categories that the taxonomy does not have, or has another order.
  case categories(expected: [String], found: [String])
  /// A stage has no rows to learn from.
  case emptyStage(name: String)
}
