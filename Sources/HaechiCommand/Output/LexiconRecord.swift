import Lexicons
import Normalization

/// What was found in one line, on its way to the output.
struct LexiconRecord {
  let line: Int
  let bytes: [UInt8]
  let matches: [LexiconMatch]
  let data: [PIIMatch]

  /// Appends one line for each match, terms first.
  func appendLines(path: String, to output: inout [UInt8]) {
    for match in matches {
      append(
        [
          "\(path):\(line)", "\(match.source.lowerBound)-\(match.source.upperBound)", match.category,
          match.severity.rawValue, match.term.id, written(match.source),
          match.viaRules.map(\.rawValue).joined(separator: ","),
        ], to: &output)
    }
    for match in data {
      append(
        [
          "\(path):\(line)", "\(match.source.lowerBound)-\(match.source.upperBound)", match.kind.rawValue,
          match.confidence.name, match.pattern, written(match.source), "",
        ], to: &output)
    }
  }

  /// Appends one JSON object and a line end.
  func appendJSON(path: String, hasData: Bool, masked: [UInt8]?, to output: inout [UInt8]) {
    output += "{\"file\":".utf8
    JSONString.append(path.utf8, to: &output)
    output += ",\"line\":\(line),\"text\":".utf8
    JSONString.append(bytes, to: &output)
    output += ",\"matches\":[".utf8
    for (index, match) in matches.enumerated() {
      if index > 0 { output.append(0x2C) }
      append(match, to: &output)
    }
    output.append(0x5D)
    if hasData {
      output += ",\"pii\":[".utf8
      for (index, match) in data.enumerated() {
        if index > 0 { output.append(0x2C) }
        append(match, to: &output)
      }
      output.append(0x5D)
    }
    if let masked {
      output += ",\"masked\":".utf8
      JSONString.append(masked, to: &output)
    }
    output += "}\n".utf8
  }

  private func append(_ match: LexiconMatch, to output: inout [UInt8]) {
    appendSpan(match.source, to: &output)
    let members = [
      ("term", match.term.term), ("id", match.term.id), ("matched", match.matched),
      ("category", match.category),
      ("kind", match.term.kind), ("severity", match.severity.rawValue),
    ]
    for (name, value) in members { appendMember(name, value, to: &output) }
    if let target = match.term.target { appendMember("target", target, to: &output) }
    output += ",\"rules\":[".utf8
    for (index, rule) in match.viaRules.enumerated() {
      if index > 0 { output.append(0x2C) }
      JSONString.append(rule.rawValue.utf8, to: &output)
    }
    output += "]}".utf8
  }

  private func append(_ match: PIIMatch, to output: inout [UInt8]) {
    appendSpan(match.source, to: &output)
    appendMember("kind", match.kind.rawValue, to: &output)
    appendMember("pattern", match.pattern, to: &output)
    appendMember("confidence", match.confidence.name, to: &output)
    output += ",\"personal\":\(match.kind.isPersonal)}".utf8
  }

  private func appendSpan(_ span: Range<Int>, to output: inout [UInt8]) {
    output += "{\"start\":\(span.lowerBound),\"end\":\(span.upperBound),\"text\":".utf8
    JSONString.append(bytes[span], to: &output)
  }

  private func appendMember(_ name: String, _ value: String, to output: inout [UInt8]) {
    output += ",\"\(name)\":".utf8
    JSONString.append(value.utf8, to: &output)
  }

  /// The bytes of a span as text that stays in its column.
  private func written(_ span: Range<Int>) -> String {
    String(decoding: bytes[span].map { $0 == 0x09 ? 0x20 : $0 }, as: UTF8.self)
  }

  private func append(_ fields: [String], to output: inout [UInt8]) {
    output += fields.joined(separator: "\t").utf8
    output.append(0x0A)
  }
}
