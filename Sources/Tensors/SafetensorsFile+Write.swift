import Foundation

extension SafetensorsFile {
  /// Writes `tensors` as f32 to `url`, in the order given, whole or not at all.
  ///
  /// The same tensors, names and metadata give the same bytes: metadata comes first with its keys sorted, and
  /// the header is padded with spaces to a multiple of 8 bytes so that the data is aligned.
  /// Names must differ from one another and from `__metadata__`; throws `.duplicateName` if not.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor<Float>)], metadata: [String: String] = [:], to url: URL
  ) throws(TensorError) {
    let header = try header(of: tensors, metadata: metadata)
    let file = try FileReplacement(of: url)
    try file.write(withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) })
    try file.write(header)
    for (_, tensor) in tensors { try file.write(littleEndianBytes(of: tensor.elements)) }
    try file.commit()
  }

  private static func header(
    of tensors: [(name: String, tensor: Tensor<Float>)], metadata: [String: String]
  ) throws(TensorError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var names: Set<String> = ["__metadata__"]
    var offset = 0
    for (name, tensor) in tensors {
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      let end = offset + 4 * tensor.elements.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    return header
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func littleEndianBytes(of elements: [Float]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4 * elements.count) { buffer, initialized in
      // SAFETY: `buffer` has room for 4 bytes an element; storeBytes needs no alignment.
      let raw = UnsafeMutableRawBufferPointer(buffer)
      for (index, element) in elements.enumerated() {
        raw.storeBytes(of: element.bitPattern.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
      }
      initialized = 4 * elements.count
    }
  }
}
