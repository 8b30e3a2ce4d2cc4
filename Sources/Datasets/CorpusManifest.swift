import Foundation
import Yams

/// Where a corpus comes from, under which terms, and how its files become records.
///
/// One YAML file in `Corpora/sources` each. The manifest says everything; no code knows a corpus by name.
public struct CorpusManifest: Codable, Equatable, Sendable {
  /// What a source may be used for.
  public enum Use: String, Codable, Sendable, CaseIterable {
    /// Its labels may train a model.
    case train
    /// It may be measured on.
    case evaluate
    /// Its text may train a tokenizer or a language model.
    case language
  }

  /// One file of the source.
  public struct File: Codable, Equatable, Sendable {
    /// The path relative to the source's folder.
    public var path: String
    /// The SHA-256 of the file, 64 lower-case hexadecimal digits.
    public var sha256: String
    /// The split as the source names it: `train`, `dev`, `test`, `all` …
    public var split: String
    /// The address, where it is not that of the path at the repository's commit.
    public var url: String?
    /// The adapter, where it differs from the manifest's.
    public var format: RowFormat?
    /// The views, where they differ from the manifest's.
    public var views: [RecordView]?
  }

  /// The identifier: lower case ASCII, digits and `_`.
  public var id: String
  /// The corpus's name.
  public var title: String
  /// Where it is published, as an address; `nil` for text of our own.
  public var repository: String?
  /// The commit from which the files are taken; `nil` for text of our own.
  public var commit: String?
  /// The folder in the mirror.
  public var folder: String
  /// The licence as SPDX, or `NONE` where the repository names none.
  public var licence: String
  /// Where the licence stands and what is doubtful about it.
  public var licenceNote: String?
  /// Whether work derived from it must stay under the same licence.
  public var shareAlike: Bool
  /// What it may be used for.
  public var permits: [Use]
  /// The language as BCP 47.
  public var language: String
  /// How its texts came to be; native where it is absent.
  public var origin: Record.Origin?
  /// The files.
  public var files: [File]
  /// The adapter that turns a file into rows.
  public var format: RowFormat
  /// What a row becomes: one record a view.
  public var views: [RecordView]
  /// What the source's own labels mean and why they are mapped as they are.
  public var semantics: String
  /// How to cite it.
  public var citation: String
  /// What a user should know besides.
  public var note: String?

  /// The manifest in a YAML text; `path` names it in errors.
  public init(yaml: String, path: String) throws(DatasetError) {
    self = try decodeYAML(CorpusManifest.self, from: yaml, path: path)
    try check(path: path)
  }

  /// The manifests of a folder, ordered by identifier.
  public static func load(folder: URL) throws(DatasetError) -> [CorpusManifest] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw .unreadable(path: folder.path, reason: "\(error)")
    }
    var manifests: [String: CorpusManifest] = [:]
    for name in names.sorted() where name.hasSuffix(".yaml") {
      let url = folder.appendingPathComponent(name)
      let manifest = try CorpusManifest(yaml: try readText(url), path: url.path)
      if manifests.updateValue(manifest, forKey: manifest.id) != nil {
        throw .duplicateSource(id: manifest.id, path: url.path)
      }
    }
    return manifests.values.sorted { $0.id < $1.id }
  }

  /// What the types cannot say: the shape of identifiers and checksums, and rules that contradict themselves.
  private func check(path: String) throws(DatasetError) {
    let hexadecimal = Set("0123456789abcdef")
    for (index, file) in files.enumerated()
    where file.sha256.count != 64 || !file.sha256.allSatisfy(hexadecimal.contains) {
      throw .invalidYAML(
        path: path, key: "files[\(index)].sha256", expected: "64 lower-case hexadecimal digits",
        found: file.sha256)
    }
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
    guard !id.isEmpty, id.allSatisfy(allowed.contains) else {
      throw .invalidYAML(path: path, key: "id", expected: "lower-case ASCII, digits and _", found: id)
    }
    guard !files.isEmpty else {
      throw .invalidYAML(path: path, key: "files", expected: "at least one file", found: "none")
    }
    for view in views + files.flatMap({ $0.views ?? [] }) {
      if let marks = view.between, marks.count != 2 || marks.contains("") {
        throw .invalidYAML(
          path: path, key: "views.between", expected: "two marks", found: marks.joined(separator: ", "))
      }
      for rule in view.rules where rule.label == .safe && !(rule.positive.isEmpty && rule.positiveFrom == nil)
      {
        throw .invalidYAML(
          path: path, key: "views.rules", expected: "no true category on a safe rule",
          found: (rule.positive + [rule.positiveFrom].compactMap(\.self)).joined(separator: ", "))
      }
    }
  }
}
