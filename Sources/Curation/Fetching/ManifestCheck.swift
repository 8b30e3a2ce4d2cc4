import Datasets
import Foundation

/// What is wrong with manifests and with the rows that they describe, record by record.
public struct ManifestCheck: Sendable {
  /// One thing that is wrong.
  public struct Finding: Codable, Equatable, Sendable {
    /// The manifest's identifier, or its file's name where it has none.
    public var source: String
    /// The file in which it stands: the manifest, or a file of the source.
    public var file: String
    /// The line, from 1; `nil` where the whole file is meant.
    public var line: Int?
    /// What is wrong, as a short name: `invalid_yaml`, `checksum`, `missing_field` …
    public var problem: String
    /// What was found or is missing.
    public var detail: String

    /// A finding from its parts.
    public init(source: String, file: String, line: Int?, problem: String, detail: String) {
      self.source = source
      self.file = file
      self.line = line
      self.problem = problem
      self.detail = detail
    }
  }

  /// What one manifest came to.
  public struct Result: Codable, Equatable, Sendable {
    /// The manifest's identifier, or its file's name where it has none.
    public var source: String
    /// The rows that were read; `nil` where the files were not looked for.
    public var rows: Int?
    /// The records that they became.
    public var records: Int
    /// The rows left out by the manifest's rules, by reason.
    public var skipped: [String: Int]
    /// What is wrong.
    public var findings: [Finding]
  }

  private let mirrors: [URL]
  private let isOffline: Bool
  private let categories: [String]

  /// A check against mirrors; where `readsAbsent` is false, sources of which no mirror has the folder are checked by
  /// their manifest alone.
  public init(mirrors: [URL], categories: [String], readsAbsent: Bool) {
    self.mirrors = mirrors
    self.categories = categories
    isOffline = !readsAbsent
  }

  /// The check of one manifest file.
  public func check(_ url: URL) throws(CurationError) -> Result {
    let yaml = try asCuration { () throws(DatasetError) in try readText(url) }
    let name = url.deletingPathExtension().lastPathComponent
    let manifest: CorpusManifest
    do throws(DatasetError) { manifest = try CorpusManifest(yaml: yaml, path: url.path) } catch {
      return Result(
        source: name, rows: nil, records: 0, skipped: [:],
        findings: [finding(error, source: name, file: url.path, yaml: yaml)])
    }
    var findings: [Finding] = []
    if manifest.id != name {
      findings.append(
        Finding(
          source: manifest.id, file: url.path, line: Self.line(of: "id", in: yaml), problem: "file_name",
          detail: "\(name).yaml, \(manifest.id)"))
    }
    for (index, file) in manifest.files.enumerated() where !SourceAddress.isSafe(file.path) {
      findings.append(
        Finding(
          source: manifest.id, file: url.path, line: Self.line(of: "files[\(index)].path", in: yaml),
          problem: "unsafe_path", detail: file.path))
    }
    let isThere = mirrors.contains {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent(manifest.folder).path)
    }
    guard findings.allSatisfy({ $0.problem != "unsafe_path" }), isThere || !isOffline else {
      return Result(source: manifest.id, rows: nil, records: 0, skipped: [:], findings: findings)
    }
    do throws(DatasetError) {
      let loaded = try SourceLoader(mirrors: mirrors, categories: categories).load(manifest)
      findings += loaded.badRows.map(finding)
      findings += repeated(loaded.records, of: manifest)
      return Result(
        source: manifest.id, rows: loaded.rowCount, records: loaded.records.count, skipped: loaded.skipped,
        findings: findings)
    } catch {
      findings.append(finding(error, source: manifest.id, file: url.path, yaml: yaml))
      return Result(source: manifest.id, rows: nil, records: 0, skipped: [:], findings: findings)
    }
  }

  /// Identifiers that several records carry.
  private func repeated(_ records: [Record], of manifest: CorpusManifest) -> [Finding] {
    var seen: Set<String> = []
    return records.filter { !seen.insert($0.id).inserted }.map {
      Finding(source: manifest.id, file: manifest.folder, line: nil, problem: "repeated_id", detail: $0.id)
    }
  }

  private func finding(_ row: BadRow) -> Finding {
    let (problem, detail): (String, String) =
      switch row.fault {
      case .invalidUTF8: ("invalid_utf8", "")
      case .fieldCount(let expected, let found): ("field_count", "\(found), not \(expected)")
      case .textAfterQuote: ("text_after_quote", "")
      case .unterminatedQuote: ("unterminated_quote", "")
      case .missingSeparator: ("missing_separator", "")
      case .invalidJSON(let offset, let expected): ("invalid_json", "\(offset): \(expected)")
      case .missingField(let field): ("missing_field", field)
      case .blankText: ("blank_text", "")
      case .unknownLabel(let label): ("unknown_label", label)
      case .unknownCategory(let slug): ("unknown_category", slug)
      }
    return Finding(source: row.source, file: row.file, line: row.line, problem: problem, detail: detail)
  }

  private func finding(_ error: DatasetError, source: String, file: String, yaml: String) -> Finding {
    switch error {
    case .invalidYAML(_, let key, let expected, let found):
      Finding(
        source: source, file: file, line: Self.line(of: key, in: yaml), problem: "invalid_yaml",
        detail: "\(key): \(expected); \(found)")
    case .unknownCategory(let slug, _, _):
      Finding(
        source: source, file: file, line: Self.line(of: slug, in: yaml), problem: "unknown_category",
        detail: slug)
    case .missingFolder(_, let path):
      Finding(source: source, file: path, line: nil, problem: "missing_folder", detail: path)
    case .missingFile(_, let path):
      Finding(source: source, file: path, line: nil, problem: "missing_file", detail: path)
    case .checksumMismatch(_, let path, let expected, let found):
      Finding(source: source, file: path, line: nil, problem: "checksum", detail: "\(found), not \(expected)")
    case .packing(_, let path, let fault):
      Finding(source: source, file: path, line: nil, problem: "packing", detail: "\(fault)")
    case .malformedFile(_, let path, let line, let fault):
      Finding(source: source, file: path, line: line, problem: "malformed_file", detail: "\(fault)")
    default: Finding(source: source, file: file, line: nil, problem: "unreadable", detail: "\(error)")
    }
  }

  /// The line on which a key of a YAML text most likely stands: its last name, the so-manieth of its kind where the
  /// path holds an index; for a missing key, that of its parent.
  static func line(of key: String, in yaml: String) -> Int? {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let names = key.split { ".[]".contains($0) }.map(String.init)
    guard !names.isEmpty else { return nil }
    let index = names.last { Int($0) != nil }.flatMap(Int.init) ?? 0
    for name in names.reversed() where Int(name) == nil {
      let places = lines.indices.filter { number in
        lines[number].split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.contains { $0 == name }
          && (lines[number].contains("\(name):") || lines[number].contains(name))
      }
      if places.indices.contains(index) { return places[index] + 1 }
      if let first = places.first { return first + 1 }
    }
    return nil
  }
}
