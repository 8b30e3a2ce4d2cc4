import Foundation
import Yams

/// The value of a YAML text, with the decoder's complaints as one typed error.
package func decodeYAML<Value: Decodable>(
  _ type: Value.Type, from yaml: String, path: String
) throws(DatasetError) -> Value {
  do {
    return try YAMLDecoder().decode(type, from: yaml)
  } catch let DecodingError.keyNotFound(key, context) {
    throw .invalidYAML(
      path: path, key: keyPath(context.codingPath + [key]), expected: "a value", found: "nothing")
  } catch let DecodingError.typeMismatch(expected, context) {
    throw .invalidYAML(
      path: path, key: keyPath(context.codingPath), expected: "\(expected)",
      found: context.debugDescription)
  } catch let DecodingError.valueNotFound(expected, context) {
    throw .invalidYAML(
      path: path, key: keyPath(context.codingPath), expected: "\(expected)", found: "null")
  } catch let DecodingError.dataCorrupted(context) {
    throw .invalidYAML(
      path: path, key: keyPath(context.codingPath), expected: "\(type)",
      found: context.underlyingError.map { "\($0)" } ?? context.debugDescription)
  } catch {
    throw .invalidYAML(path: path, key: "", expected: "\(type)", found: "\(error)")
  }
}

private func keyPath(_ keys: [any CodingKey]) -> String {
  keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
}

/// A file as text; bytes that are not UTF-8 are refused.
package func readText(_ url: URL) throws(DatasetError) -> String {
  let data: Data
  do {
    data = try Data(contentsOf: url)
  } catch {
    throw .unreadable(path: url.path, reason: "\(error)")
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw .unreadable(path: url.path, reason: "not UTF-8")
  }
  return text
}
