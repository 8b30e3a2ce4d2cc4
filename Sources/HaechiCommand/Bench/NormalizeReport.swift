import Normalization

/// What `haechi bench normalize` found.
struct NormalizeReport: Equatable {
  /// One thing that was timed.
  struct Row: Equatable {
    let name: String
    /// Megabytes of input a second of processor time.
    let megabytesPerSecond: Double
    /// How many times as fast as ICU on the same lines.
    let ratio: Double?
  }

  let text: String
  let bytes: Int
  let lines: Int
  let rows: [Row]
  /// The best readings of queries of 100 characters.
  let deobfuscation: LatencySummary
  let processor: String

  /// The report as one line of JSON.
  var json: String {
    let rows = rows.map { row in
      "{\"name\":\(Self.quoted(row.name)),\"mb_per_cpu_s\":\(JSONRecord.number(row.megabytesPerSecond))"
        + (row.ratio.map { ",\"times_icu\":\(JSONRecord.number($0))" } ?? "") + "}"
    }
    return "{\"text\":\(Self.quoted(text)),\"bytes\":\(bytes),\"lines\":\(lines),\"rows\":["
      + rows.joined(separator: ",")
      + "],\"deobfuscation_100_characters\":{\"p50_us\":\(JSONRecord.number(deobfuscation.p50 * 1000)),"
      + "\"p95_us\":\(JSONRecord.number(deobfuscation.p95 * 1000))},"
      + "\"icu\":\(Self.quoted(UnicodeForm.icuVersion)),\"unicode\":\(Self.quoted(UnicodeForm.unicodeVersion)),"
      + "\"processor\":\(Self.quoted(processor))}"
  }

  /// The report as a table for people.
  func table(in language: Language) -> String {
    let isKorean = language == .ko
    func line(_ name: String, _ cells: [String]) -> String {
      name + String(repeating: " ", count: max(1, 28 - DisplayWidth.of(name)))
        + cells.map { String(repeating: " ", count: max(1, 14 - DisplayWidth.of($0))) + $0 }.joined()
    }
    let head = line("", ["MB/CPU-s", isKorean ? "ICU의 몇 배" : "times ICU"])
    let body = rows.map { row in
      line(row.name, [tenths(row.megabytesPerSecond), row.ratio.map { Self.hundredths($0) } ?? ""])
    }
    let queries = isKorean ? "되돌려 읽기, 100자" : "de-obfuscation, 100 chars"
    let microseconds = [deobfuscation.p50, deobfuscation.p95].map { tenths($0 * 1000) + " µs" }
    return
      ([head] + body + [
        "", line(queries, ["p50 " + microseconds[0], "p95 " + microseconds[1]]),
        (isKorean ? "글" : "text") + "  \(text), \(grouped(bytes)) B, \(grouped(lines)) "
          + (isKorean ? "줄" : "lines"),
        "ICU \(UnicodeForm.icuVersion), Unicode \(UnicodeForm.unicodeVersion)",
        (isKorean ? "기계" : "machine") + "  \(processor)",
      ]).joined(separator: "\n")
  }

  private static func hundredths(_ number: Double) -> String {
    let scaled = Int((number * 100).rounded())
    return "\(scaled / 100).\(scaled % 100 < 10 ? "0" : "")\(scaled % 100)"
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONString.append(text.utf8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
