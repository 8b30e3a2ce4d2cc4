import Foundation
import Yams

/// Reading YAML files into values, with errors that say where.
enum YAMLText {
  /// The value in a YAML text; `what` says what is asked for.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from yaml: String, path: String, what: String
  ) throws(LexiconError) -> Value {
    do {
      return try YAMLDecoder().decode(type, from: yaml)
    } catch let DecodingError.keyNotFound(key, context) {
      throw .invalidYAML(
        path: path, key: keyPath(context.codingPath + [key]), expected: "a value", found: "nothing")
    } catch let DecodingError.valueNotFound(_, context) {
      throw .invalidYAML(path: path, key: keyPath(context.codingPath), expected: "a value", found: "nothing")
    } catch let DecodingError.typeMismatch(expected, context) {
      throw .invalidYAML(
        path: path, key: keyPath(context.codingPath), expected: "\(expected)", found: context.debugDescription
      )
    } catch let DecodingError.dataCorrupted(context) {
      throw .invalidYAML(
        path: path, key: keyPath(context.codingPath), expected: what,
        found: context.underlyingError.map { "\($0)" } ?? context.debugDescription)
    } catch {
      throw .invalidYAML(path: path, key: "", expected: what, found: "\(error)")
    }
  }

  /// The text of a file.
  static func text(of url: URL) throws(LexiconError) -> String {
    String(decoding: try LexiconFolder.bytes(of: url), as: UTF8.self)
  }

  /// The line, from 1, at which the value at `key` (as of `schemes.[1].labels.[0].code`) or the nearest value around
  /// it stands; 1 if the text is no YAML.
  static func line(of key: String, in yaml: String) -> Int {
    guard var node = try? Yams.compose(yaml: yaml) else { return 1 }
    var line = node.mark?.line ?? 1
    for step in key.replacingOccurrences(of: "[", with: ".[").split(separator: ".") {
      let child: Node?
      if step.hasPrefix("["), let index = Int(step.dropFirst().dropLast()) {
        child = node.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      } else {
        child = node.mapping?.first { $0.key.string == String(step) }?.value
      }
      guard let child else { break }
      node = child
      line = node.mark?.line ?? line
    }
    return line
  }

  private static func keyPath(_ keys: [any CodingKey]) -> String {
    keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
  }
}
