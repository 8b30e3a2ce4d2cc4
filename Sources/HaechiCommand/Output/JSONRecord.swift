import Haechi

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One result as one line of JSON, its keys in a fixed order.
enum JSONRecord {
  /// Appends `{"id","text","label","probability","categories","evidence","truncated"}`.
  static func append(_ verdict: Verdict, id: RowID, text: [UInt8], to output: inout [UInt8]) {
    output.append(contentsOf: "{\"id\":".utf8)
    append(id, to: &output)
    output.append(contentsOf: ",\"text\":".utf8)
    JSONString.append(text, to: &output)
    output.append(contentsOf: ",\"label\":\"\(verdict.label.rawValue)\",\"probability\":".utf8)
    output.append(contentsOf: number(verdict.probability).utf8)
    output.append(contentsOf: ",\"categories\":{".utf8)
    for (index, score) in verdict.categories.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      JSONString.append(score.category.slug.utf8, to: &output)
      output.append(UInt8(ascii: ":"))
      output.append(contentsOf: number(score.probability).utf8)
    }
    output.append(contentsOf: "},\"evidence\":[".utf8)
    for (index, evidence) in verdict.evidence.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(
        contentsOf:
          "{\"start\":\(evidence.range.lowerBound),\"end\":\(evidence.range.upperBound),\"text\":".utf8)
      JSONString.append(evidence.text.utf8, to: &output)
      output.append(UInt8(ascii: "}"))
    }
    output.append(contentsOf: "],\"truncated\":\(verdict.truncated)}\n".utf8)
  }

  /// Appends `{"id","error","line"}`.
  static func append(error: String, id: RowID, line: Int, to output: inout [UInt8]) {
    output.append(contentsOf: "{\"id\":".utf8)
    append(id, to: &output)
    output.append(contentsOf: ",\"error\":".utf8)
    JSONString.append(error.utf8, to: &output)
    output.append(contentsOf: ",\"line\":\(line)}\n".utf8)
  }

  private static func append(_ id: RowID, to output: inout [UInt8]) {
    switch id {
    case .number(let number): output.append(contentsOf: String(number).utf8)
    case .json(let literal): output.append(contentsOf: literal)
    case .text(let text): JSONString.append(text, to: &output)
    case .unknown: output.append(contentsOf: "null".utf8)
    }
  }

  /// `value` with at most six significant digits; `null` for what is no number in JSON.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    // 10^22 is the largest power of ten that a double holds exactly; what is smaller than it can scale is nothing.
    guard abs(value) >= 1e-16 else { return "0.0" }
    let scale = 5 - Int(log10(abs(value)).rounded(.down))
    let power = pow(10, Double(abs(scale)))
    let rounded = scale >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
    return "\(rounded)"
  }
}
