import Foundation

/// A public number that helps people in distress, for safe answers.
public struct Hotline: Codable, Equatable, Sendable {
  /// The stable name.
  public var id: String
  /// The number as people dial it.
  public var number: String
  /// What it is called.
  public var name: Taxonomy.Bilingual<String>
  /// Who runs it.
  public var `operator`: String
  /// When it answers.
  public var hours: Taxonomy.Bilingual<String>
  /// The slugs of the categories that it serves.
  public var categories: [String]
  /// The public fact it rests on.
  public var source: String
  /// `draft` or `reviewed`.
  public var review: String

  private struct File: Codable {
    var version: String
    var checked: String
    var hotlines: [Hotline]
  }

  /// The hotlines in a YAML text, in its order; `path` names it in errors. `slugs` are our categories.
  public static func list(
    yaml: String, path: String, slugs: [String]
  ) throws(LexiconError) -> [Hotline] {
    let hotlines = try YAMLText.decode(File.self, from: yaml, path: path, what: "hotlines").hotlines
    var seen: Set<String> = []
    for (index, hotline) in hotlines.enumerated() {
      let key = "hotlines[\(index)]"
      guard seen.insert(hotline.id).inserted else {
        throw .duplicate(path: path, key: "\(key).id", value: hotline.id)
      }
      guard !hotline.number.isEmpty, hotline.number.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2D })
      else {
        throw .invalidYAML(path: path, key: "\(key).number", expected: "digits and -", found: hotline.number)
      }
      guard LexiconTerm.Review(rawValue: hotline.review) != nil else {
        throw .invalidYAML(
          path: path, key: "\(key).review", expected: "draft reviewed", found: hotline.review)
      }
      guard let unknown = hotline.categories.first(where: { !slugs.contains($0) }) else {
        guard !hotline.categories.isEmpty else {
          throw .invalidYAML(path: path, key: "\(key).categories", expected: "a category", found: "nothing")
        }
        continue
      }
      throw .invalidYAML(
        path: path, key: "\(key).categories", expected: slugs.joined(separator: " "), found: unknown)
    }
    return hotlines
  }

  /// The hotlines of the file `hotlines.yaml` of a folder.
  public static func load(folder: URL) throws(LexiconError) -> [Hotline] {
    let file = folder.appendingPathComponent("hotlines.yaml")
    let taxonomy = try Taxonomy.load(folder.appendingPathComponent("taxonomy.yaml"))
    return try list(yaml: YAMLText.text(of: file), path: file.path, slugs: taxonomy.slugs)
  }

  /// The hotlines inside the binary.
  public static func bundled() throws(LexiconError) -> [Hotline] {
    try list(
      yaml: BundledFile.hotlines.text, path: BundledFile.hotlines.path, slugs: Taxonomy.bundled().slugs)
  }
}

extension Sequence<Hotline> {
  /// Those that serve a category, in order: the likeliest help first.
  public func serving(_ slug: String) -> [Hotline] { filter { $0.categories.contains(slug) } }
}
