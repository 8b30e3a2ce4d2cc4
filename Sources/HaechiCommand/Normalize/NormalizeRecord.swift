import Normalization

/// How a normalized line is written.
struct NormalizeRecord {
  let form: TextForm
  let isJSON: Bool
  let explains: Bool
  let language: Language
  /// The file's name, where there is more than the standard input.
  let file: String?

  /// Appends `text`, which was made of `part`.
  func append(_ text: NormalizedText, of part: LineParts.Part, to output: inout [UInt8]) {
    if isJSON { return appendJSON(text, of: part, to: &output) }
    output += text.text.utf8
    guard explains else {
      output += part.end
      return
    }
    // Changes stand on lines of their own, and so does what comes behind them.
    output.append(0x0A)
    for change in text.changes { appendChange(change, at: part.offset, to: &output) }
  }

  private func appendChange(_ change: NormalizedText.Change, at offset: Int, to output: inout [UInt8]) {
    let span = "\(offset + change.source.lowerBound)–\(offset + change.source.upperBound)"
    let cost =
      change.cost.map { " (\(NormalizeReason.cost(in: language)) \(JSONRecord.number(Double($0))))" } ?? ""
    let line =
      "  \(span)  \(Self.shown(change.from)) → \(Self.shown(change.to))  "
      + "\(NormalizeReason.text(change.reason, in: language))\(cost)\n"
    output += Array(line.utf8)
  }

  /// `text` in quotes; what would not show stands as its number.
  static func shown(_ text: String) -> String {
    var shown = "“"
    for scalar in text.unicodeScalars {
      let isSeen =
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
          .nonspacingMark,
          .enclosingMark, .spacingMark:
          false
        case .spaceSeparator: scalar == " "
        default:
          !scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{2800}"
            && !Hangul.isConjoiningJamo(scalar.value)
        }
      if isSeen {
        shown.unicodeScalars.append(scalar)
      } else {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        shown += "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
    return shown + "”"
  }

  private func appendJSON(_ text: NormalizedText, of part: LineParts.Part, to output: inout [UInt8]) {
    output += Array("{".utf8)
    if let file {
      output += Array("\"file\":".utf8)
      JSONString.append(file.utf8, to: &output)
      output += Array(",".utf8)
    }
    output += Array(
      "\"line\":\(part.line),\"offset\":\(part.offset),\"form\":\"\(form.name)\",\"text\":".utf8)
    JSONString.append(text.text.utf8, to: &output)
    if explains {
      output += Array(",\"changes\":[".utf8)
      for (index, change) in text.changes.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        appendJSON(change, at: part.offset, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    }
    output += Array(
      ",\"icu\":\"\(UnicodeForm.icuVersion)\",\"unicode\":\"\(UnicodeForm.unicodeVersion)\"}\n".utf8)
  }

  private func appendJSON(_ change: NormalizedText.Change, at offset: Int, to output: inout [UInt8]) {
    let (start, end) = (offset + change.source.lowerBound, offset + change.source.upperBound)
    output += Array("{\"start\":\(start),\"end\":\(end),\"from\":".utf8)
    JSONString.append(change.from.utf8, to: &output)
    output += Array(",\"to\":".utf8)
    JSONString.append(change.to.utf8, to: &output)
    output += Array(",\"reason\":\"\(change.reason)\"".utf8)
    if let cost = change.cost { output += Array(",\"cost\":\(JSONRecord.number(Double(cost)))".utf8) }
    output.append(UInt8(ascii: "}"))
  }
}
