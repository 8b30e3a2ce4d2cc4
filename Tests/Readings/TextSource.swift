import Foundation
import Normalization

/// A file of clean Korean that a recipe names: which of its columns is text, and what share of it is held out.
struct TextSource {
  var name: String
  var path: String
  var format: String
  var columns: [String]
  var weight: Int
  /// Every how-many-th row is kept away from training; 0 for none.
  var heldOutEvery: Int

  /// The sources of a recipe: a TSV with the columns name, path, format, columns, weight and held_out_every.
  static func sources(ofRecipe path: String) throws -> [TextSource] {
    let rows = try Delimited.rows(of: path, format: "tab")
    return rows.filter { $0["name"] != nil }.map { row in
      TextSource(
        name: row["name"] ?? "", path: row["path"] ?? "",
        format: row["format"] ?? "",
        columns: (row["columns"] ?? "").split(separator: "|").map(String.init),
        weight: Int(row["weight"] ?? "") ?? 1, heldOutEvery: Int(row["held_out_every"] ?? "") ?? 0)
    }
  }

  /// The texts of the source: those for training, or those held out. A path in `Corpora/` lies in the working
  /// directory, every other under `mirror`.
  func texts(mirror: String, heldOut: Bool = false) throws -> [String] {
    let file = path.hasPrefix("Corpora/") ? path : mirror + "/" + path
    var texts: [String] = []
    for (index, row) in try Delimited.rows(of: file, format: format).enumerated() {
      let isHeldOut = heldOutEvery > 0 && index % heldOutEvery == heldOutEvery / 2
      guard isHeldOut == heldOut else { continue }
      for column in columns { if let text = row[column], !text.isEmpty { texts.append(text) } }
    }
    return texts
  }
}

/// Files of rows: `comma` (RFC 4180), `tab` and `bar` with a header line or columns named `0`, `1`... after
/// their place, `json` (an object a line), and `lines` (column `text`). Names in `.zst` are read through zstd.
enum Delimited {
  static func content(of path: String) throws -> String {
    guard path.hasSuffix(".zst") else { return try String(contentsOfFile: path, encoding: .utf8) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["zstd", "-dc", path]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  static func rows(of path: String, format: String) throws -> [[String: String]] {
    let content = try content(of: path)
    switch format {
    case "comma": return named(quoted(content))
    case "tab", "bar":
      let separator = UInt8(ascii: format == "tab" ? "\t" : "|")
      return named(
        content.utf8.split(separator: 0x0A).filter { $0.first != 0x23 }.map {
          $0.split(separator: separator, omittingEmptySubsequences: false).map { String(Substring($0)) }
        })
    case "json":
      return try content.utf8.split(separator: 0x0A).map {
        let object = try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:]
        return object.compactMapValues { $0 as? String }
      }
    default:
      return content.utf8.split(separator: 0x0A).map { ["text": String(Substring($0))] }
    }
  }

  private static func named(_ table: [[String]]) -> [[String: String]] {
    guard let header = table.first else { return [] }
    return table.enumerated().map { line, fields in
      var row: [String: String] = [:]
      for (index, field) in fields.enumerated() {
        row[String(index)] = field
        if line > 0, index < header.count { row[header[index]] = field }
      }
      return row
    }
  }

  /// The records of `content` by RFC 4180.
  private static func quoted(_ content: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    let bytes = Array(content.utf8)
    var index = 0
    func text() -> String { String(decoding: field, as: UTF8.self) }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isQuoted {
        if byte != 0x22 {
          field.append(byte)
        } else if index < bytes.count, bytes[index] == 0x22 {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
      } else if byte == 0x22, field.isEmpty {
        isQuoted = true
      } else if byte == 0x2C {
        record.append(text())
        field = []
      } else if byte == 0x0A {
        record.append(text())
        records.append(record)
        (record, field) = ([], [])
      } else if byte != 0x0D {
        field.append(byte)
      }
    }
    if !record.isEmpty || !field.isEmpty { records.append(record + [text()]) }
    return records
  }
}
