import Foundation
import Yams

/// The harm categories, in the order of the model's heads.
///
/// Laws: slugs are unique, lower-case ASCII with `_`; every text stands in Korean and in English.
public struct Taxonomy: Codable, Equatable, Sendable {
  /// What a missed text may cost at worst.
  public enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
    /// Annoyance.
    case low
    /// Harm that can be put right.
    case medium
    /// Grave or lasting harm.
    case high
    /// Lives.
    case critical

    /// Orders severities from low to critical.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .low: 0
      case .medium: 1
      case .high: 2
      case .critical: 3
      }
    }
  }

  /// Something said in both languages.
  public struct Bilingual<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    /// The Korean wording.
    public var ko: Value
    /// The English wording.
    public var en: Value
  }

  /// One category.
  public struct Category: Codable, Equatable, Sendable {
    /// The stable name: lower case, ASCII, `_` between words.
    public var slug: String
    /// The name shown to readers.
    public var name: Bilingual<String>
    /// What a missed text may cost at worst.
    public var severity: Severity
    /// What it is.
    public var definition: Bilingual<String>
    /// What it covers, in short.
    public var covers: Bilingual<[String]>
    /// What looks like it and is not.
    public var excludes: Bilingual<[String]>
  }

  /// The version of the definitions.
  public var version: String
  /// The categories in order.
  public var categories: [Category]

  /// The slugs in order.
  public var slugs: [String] { categories.map(\.slug) }

  /// The category with a slug. O(number of categories).
  public subscript(slug: String) -> Category? { categories.first { $0.slug == slug } }

  /// The taxonomy in a YAML text; `path` names it in errors.
  public init(yaml: String, path: String) throws(LexiconError) {
    do {
      self = try YAMLDecoder().decode(Taxonomy.self, from: yaml)
    } catch let DecodingError.keyNotFound(key, context) {
      throw .invalidYAML(
        path: path, key: keyPath(context.codingPath + [key]), expected: "a value", found: "nothing")
    } catch let DecodingError.typeMismatch(expected, context) {
      throw .invalidYAML(
        path: path, key: keyPath(context.codingPath), expected: "\(expected)",
        found: context.debugDescription)
    } catch let DecodingError.dataCorrupted(context) {
      throw .invalidYAML(
        path: path, key: keyPath(context.codingPath), expected: "a taxonomy",
        found: context.underlyingError.map { "\($0)" } ?? context.debugDescription)
    } catch {
      throw .invalidYAML(path: path, key: "", expected: "a taxonomy", found: "\(error)")
    }
    try check(path: path)
  }

  /// The taxonomy in a YAML file.
  public static func load(_ url: URL) throws(LexiconError) -> Taxonomy {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw .unreadable(path: url.path, reason: "\(error)")
    }
    guard let yaml = String(validating: data, as: UTF8.self) else {
      throw .unreadable(path: url.path, reason: "not UTF-8")
    }
    return try Taxonomy(yaml: yaml, path: url.path)
  }

  private func check(path: String) throws(LexiconError) {
    var seen: Set<String> = []
    let allowed = Set("abcdefghijklmnopqrstuvwxyz_".utf8)
    for (index, category) in categories.enumerated() {
      let key = "categories[\(index)]"
      guard !category.slug.isEmpty, category.slug.utf8.allSatisfy(allowed.contains) else {
        throw .invalidYAML(
          path: path, key: "\(key).slug", expected: "lower-case ASCII and _", found: category.slug)
      }
      guard seen.insert(category.slug).inserted else {
        throw .duplicate(path: path, key: "\(key).slug", value: category.slug)
      }
      let texts: [(String, String)] = [
        ("name.ko", category.name.ko), ("name.en", category.name.en),
        ("definition.ko", category.definition.ko), ("definition.en", category.definition.en),
        ("covers.ko", category.covers.ko.joined()), ("covers.en", category.covers.en.joined()),
        ("excludes.ko", category.excludes.ko.joined()), ("excludes.en", category.excludes.en.joined()),
      ]
      for (name, text) in texts where text.allSatisfy(\.isWhitespace) {
        throw .invalidYAML(path: path, key: "\(key).\(name)", expected: "text", found: "none")
      }
    }
  }
}

private func keyPath(_ keys: [any CodingKey]) -> String {
  keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
}
