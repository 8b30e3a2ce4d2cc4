import Foundation
import Tensors

/// Reads and writes the small JSON files of a checkpoint.
enum JSONFile {
  static func decode<Value: Decodable>(
    _: Value.Type, from bytes: UnsafeRawBufferPointer, file: String
  ) throws(ModelError) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(bytes))
    } catch DecodingError.keyNotFound(let key, let context) {
      let path = (context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: ".")
      throw .malformedJSON(file: file, path: path, detail: "missing")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw .malformedJSON(file: file, path: path, detail: context.debugDescription)
    } catch {
      throw .malformedJSON(file: file, path: "", detail: "\(error)")
    }
  }

  static func read<Value: Decodable>(_ type: Value.Type, at url: URL) throws(ModelError) -> Value {
    let file = try MappedFile.opening(url)
    return try decode(type, from: file.bytes, file: url.lastPathComponent)
  }

  /// The bytes of `value`, keys sorted, so that equal values give equal bytes.
  static func encode(_ value: some Encodable, file: String, isPretty: Bool = true) throws(ModelError)
    -> [UInt8]
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      return Array(try encoder.encode(value)) + (isPretty ? [UInt8(ascii: "\n")] : [])
    } catch {
      throw .malformedJSON(file: file, path: "", detail: "\(error)")
    }
  }

  static func write(_ bytes: [UInt8], to url: URL) throws(ModelError) {
    do throws(TensorError) {
      let file = try FileReplacement(of: url)
      try file.write(bytes)
      try file.commit()
    } catch {
      throw ModelError(error, file: url.lastPathComponent)
    }
  }
}

extension MappedFile {
  /// `init(contentsOf:)` with this module's error.
  static func opening(_ url: URL) throws(ModelError) -> MappedFile {
    do throws(TensorError) {
      return try MappedFile(contentsOf: url)
    } catch {
      throw ModelError(error, file: url.lastPathComponent)
    }
  }
}

extension SafetensorsFile {
  /// `init(contentsOf:)` with this module's error.
  static func opening(_ url: URL) throws(ModelError) -> SafetensorsFile {
    do throws(TensorError) {
      return try SafetensorsFile(contentsOf: url)
    } catch {
      throw ModelError(error, file: url.lastPathComponent)
    }
  }

  /// `tensor(_:)` with this module's error.
  func reading(_ name: String) throws(ModelError) -> Tensor<Float> {
    do throws(TensorError) {
      return try tensor(name)
    } catch {
      throw ModelError(error, file: "model.safetensors")
    }
  }
}

extension ModelError {
  /// The same fact as an error of this module.
  init(_ error: TensorError, file: String) {
    switch error {
    case .unreadable(let path, let code), .unwritable(let path, let code):
      self = .inaccessibleFile(path: path, code: code)
    default: self = .badTensors(file: file, error)
    }
  }
}
