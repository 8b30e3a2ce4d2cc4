import Datasets
import Foundation

/// A manifest for a folder of files that somebody has: checksums, formats and columns are found, the rest is asked.
public struct ManifestScaffold: Sendable {
  /// What no file tells.
  public struct Facts: Sendable {
    /// The identifier.
    public var id: String
    /// The corpus's name.
    public var title: String
    /// The licence as SPDX, or `NONE`.
    public var licence: String
    /// Whether the licence binds derived work.
    public var shareAlike: Bool
    /// What the licence and the nature of the source allow.
    public var permits: [CorpusManifest.Use]
    /// The language as BCP 47.
    public var language: String
    /// How the texts came to be.
    public var origin: Record.Origin
    /// The column that holds the text; found where there is one column, or one named `text`.
    public var text: String?
    /// What sort of text it is.
    public var kind: Record.Kind
    /// What the source's labels mean.
    public var semantics: String
    /// How to cite it.
    public var citation: String
    /// Where it is published.
    public var repository: String?
    /// The commit of its files.
    public var commit: String?
    /// The folder's name in the mirror; that of the folder where it is absent.
    public var folder: String?

    /// Facts from their parts.
    public init(
      id: String, title: String, licence: String, shareAlike: Bool, permits: [CorpusManifest.Use],
      language: String, origin: Record.Origin, text: String?, kind: Record.Kind, semantics: String,
      citation: String, repository: String? = nil, commit: String? = nil, folder: String? = nil
    ) {
      self.id = id
      self.title = title
      self.licence = licence
      self.shareAlike = shareAlike
      self.permits = permits
      self.language = language
      self.origin = origin
      self.text = text
      self.kind = kind
      self.semantics = semantics
      self.citation = citation
      self.repository = repository
      self.commit = commit
      self.folder = folder
    }
  }

  /// One file and what was found in it.
  public struct File: Equatable, Sendable {
    /// The path in the folder.
    public var path: String
    /// The SHA-256.
    public var sha256: String
    /// The split that the file's name tells, else `all`.
    public var split: String
    /// The format that reads the most rows of the file's start without a fault.
    public var format: RowFormat
    /// The columns in order.
    public var columns: [String]
  }

  private static let sampleBytes = 1 << 20
  private static let packings = ["gz", "zst"]
  private static let endings = ["csv", "tsv", "jsonl", "ndjson", "json", "txt"]

  /// The files of a folder that hold rows, by path. Texts about the corpus, such as its licence, are left out.
  public static func files(in folder: URL) throws(CurationError) -> [File] {
    guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else {
      throw .unreadable(path: folder.path, reason: "no such folder, or no right to read it")
    }
    var files: [File] = []
    for path in paths.sorted() {
      let parts = (path.split(separator: "/").last ?? "").lowercased().split(separator: ".").map(String.init)
      guard parts.count > 1, let ending = parts.reversed().first(where: { !packings.contains($0) }),
        endings.contains(ending), !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }),
        !["readme", "license", "licence", "notice", "source", "requirements"].contains(parts[0])
      else { continue }
      let url = folder.appendingPathComponent(path)
      let sample = try sample(of: url)
      let format = format(of: sample, ending: ending)
      files.append(
        File(
          path: path, sha256: try fileDigest(url), split: split(of: path), format: format,
          columns: columns(of: sample, format: format)))
    }
    return files
  }

  /// The manifest's YAML, which ``CorpusManifest`` reads.
  public static func yaml(_ facts: Facts, files: [File], folder: URL) throws(CurationError) -> String {
    guard let first = files.first else {
      throw .unreadable(path: folder.path, reason: "no file of rows: \(endings.joined(separator: ", "))")
    }
    var text = "id: \(facts.id)\ntitle: \(quoted(facts.title))\n"
    if let repository = facts.repository { text += "repository: \(quoted(repository))\n" }
    if let commit = facts.commit { text += "commit: \(quoted(commit))\n" }
    text += "folder: \(quoted(facts.folder ?? folder.lastPathComponent))\nlicence: \(quoted(facts.licence))\n"
    text +=
      "shareAlike: \(facts.shareAlike)\npermits: [\(facts.permits.map(\.rawValue).joined(separator: ", "))]\n"
    text += "language: \(quoted(facts.language))\norigin: \(facts.origin.rawValue)\nfiles:\n"
    for file in files {
      text += "  - path: \(quoted(file.path))\n    sha256: \(file.sha256)\n    split: \(quoted(file.split))\n"
      if file.format != first.format { text += "    format: \(flow(file.format))\n" }
      let column = try column(facts.text, of: file, folder: folder)
      if try column != self.column(facts.text, of: first, folder: folder) {
        text += "    views:\n      - {text: \(quoted(column)), kind: \(facts.kind.rawValue)}\n"
      }
    }
    text += "format: \(flow(first.format))\nviews:\n"
    text +=
      "  - text: \(quoted(try column(facts.text, of: first, folder: folder)))\n    kind: \(facts.kind.rawValue)\n"
    text += "semantics: \(quoted(facts.semantics))\ncitation: \(quoted(facts.citation))\n"
    _ = try asCuration { () throws(DatasetError) in try CorpusManifest(yaml: text, path: facts.id) }
    return text
  }

  // MARK: Finding

  private static func column(
    _ wanted: String?, of file: File, folder: URL
  ) throws(CurationError) -> String {
    if let wanted, file.columns.contains(wanted) { return wanted }
    if wanted == nil {
      if file.columns.count == 1 { return file.columns[0] }
      if file.columns.contains("text") { return "text" }
    }
    throw .badLine(
      path: folder.appendingPathComponent(file.path).path, line: 1,
      expected: "--text: \(file.columns.joined(separator: ", "))", found: wanted ?? "-")
  }

  private static func sample(of url: URL) throws(CurationError) -> [UInt8] {
    var sample: [UInt8] = []
    do {
      var decompressor = try Decompressor(Compression(path: url.path))
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      // A JSON array has to be whole to be read at all.
      let isWhole = url.lastPathComponent.lowercased().split(separator: ".").contains("json")
      while isWhole || sample.count < sampleBytes, let chunk = try handle.read(upToCount: 1 << 16),
        !chunk.isEmpty
      {
        try decompressor.consume([UInt8](chunk)) { sample += $0 }
      }
    } catch {
      throw .unreadable(path: url.path, reason: "\(error)")
    }
    return sample
  }

  private static func format(of sample: [UInt8], ending: String) -> RowFormat {
    let table = { (delimiter: String, quotes: DelimitedParser.Quotes) in
      RowFormat.delimited(
        delimiter: UInt8(delimiter.utf8.first ?? 0), quotes: quotes, header: true, columns: [])
    }
    let candidates: [RowFormat] =
      switch ending {
      case "jsonl", "ndjson": [.jsonLines]
      case "json": [.json, .jsonLines, .nested(columns: nestedColumns(of: sample))]
      case "csv": [table(",", .standard), table(";", .standard), table("\t", .standard)]
      case "tsv": [table("\t", .none), table("\t", .optional), table("\t", .standard)]
      default: [.lines]
      }
    return candidates.map { (faults(of: sample, $0), $0) }.min { $0.0 < $1.0 }?.1 ?? .lines
  }

  /// How badly a format fits: the share of faulty rows, and a table of one column is hardly a table.
  private static func faults(of sample: [UInt8], _ format: RowFormat) -> Double {
    let items = rows(of: sample, format)
    let bad = items.count { if case .fault = $0 { true } else { false } }
    var columns = 2
    if case .delimited = format, case .row(let row)? = items.first { columns = row.names.count }
    guard items.count > bad else { return 2 }
    // An object whose members are no texts is a tree and not a row.
    if [.json, .jsonLines].contains(format), items.count == 1, case .row(let row)? = items.first,
      row.values.contains(nil)
    {
      return 1
    }
    return Double(bad) / Double(items.count) + (columns == 1 ? 1 : 0)
  }

  private static func columns(of sample: [UInt8], format: RowFormat) -> [String] {
    if case .nested(let columns) = format { return columns }
    var names: [String] = []
    for case .row(let row) in rows(of: sample, format).prefix(200) {
      for name in row.names where !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static func rows(of sample: [UInt8], _ format: RowFormat) -> [RowReader.Item] {
    var reader = RowReader(format: format)
    var items: [RowReader.Item] = []
    reader.consume(sample) { items.append($0) }
    // The last line of a sample may be cut.
    if sample.count < sampleBytes || [.json].contains(format) { reader.finish { items.append($0) } }
    if case .nested = format { reader.finish { items.append($0) } }
    return items
  }

  /// Names for the levels above the leaves of nested JSON.
  private static func nestedColumns(of sample: [UInt8]) -> [String] {
    for depth in 1...6 {
      let columns = (1..<depth).map { "level\($0)" } + ["text"]
      var reader = RowReader(format: .nested(columns: columns))
      var isRow = false
      reader.consume(sample) { _ in }
      reader.finish { if case .row = $0 { isRow = true } }
      if isRow { return columns }
    }
    return ["text"]
  }

  private static func split(of path: String) -> String {
    let words = path.lowercased().split { !$0.isLetter }
    for (word, split) in [
      ("train", "train"), ("validation", "valid"), ("valid", "valid"), ("val", "valid"), ("dev", "dev"),
      ("test", "test"),
    ] where words.contains(where: { $0 == word }) { return split }
    return "all"
  }

  // MARK: Writing

  private static func flow(_ format: RowFormat) -> String {
    switch format {
    case .delimited(let delimiter, let quotes, _, _):
      "{type: delimited, delimiter: \(delimiter == 0x09 ? "\"\\t\"" : quoted(String(Unicode.Scalar(delimiter)))), quotes: \(quotes.rawValue)}"
    case .jsonLines: "{type: jsonl}"
    case .json: "{type: json}"
    case .lines: "{type: lines}"
    case .nested(let columns): "{type: nested, columns: [\(columns.map(quoted).joined(separator: ", "))]}"
    case .lastSeparator(let separator, let columns):
      "{type: last-separator, separator: \(quoted(String(Unicode.Scalar(separator)))), columns: [\(columns.map(quoted).joined(separator: ", "))]}"
    }
  }

  /// A double-quoted scalar of YAML.
  private static func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": output += "\\\(scalar)"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}
