import Foundation

/// The way between our categories and those of other guards and benchmarks, both ways.
public struct Crosswalk: Equatable, Sendable {
  /// A label of another scheme that answers categories of ours, or a category of ours that fits a label.
  public struct Match: Equatable, Sendable {
    /// The label's code, or our slug.
    public let code: String
    /// How well it fits.
    public let fit: CategoryScheme.Fit
  }

  private struct File: Codable {
    var version: String
    var schemes: [CategoryScheme]
  }

  /// All schemes: the views of the taxonomy first.
  public let schemes: [CategoryScheme]
  /// Our slugs, in the order of the taxonomy.
  public let slugs: [String]

  /// The crosswalk of a taxonomy's views and of the schemes in a YAML text; `path` names it in errors.
  public init(taxonomy: Taxonomy, yaml: String, path: String) throws(LexiconError) {
    let file = try YAMLText.decode(File.self, from: yaml, path: path, what: "a crosswalk")
    var seen = Set((taxonomy.views ?? []).map(\.slug))
    for (index, scheme) in file.schemes.enumerated() {
      guard seen.insert(scheme.slug).inserted else {
        throw .duplicate(path: path, key: "schemes[\(index)].slug", value: scheme.slug)
      }
      try scheme.check(path: path, key: "schemes[\(index)]", slugs: taxonomy.slugs)
    }
    schemes = (taxonomy.views ?? []) + file.schemes
    slugs = taxonomy.slugs
  }

  /// The crosswalk of the files `taxonomy.yaml` and `crosswalks.yaml` of a folder.
  public static func load(folder: URL) throws(LexiconError) -> Crosswalk {
    let file = folder.appendingPathComponent("crosswalks.yaml")
    return try Crosswalk(
      taxonomy: Taxonomy.load(folder.appendingPathComponent("taxonomy.yaml")), yaml: YAMLText.text(of: file),
      path: file.path)
  }

  /// The crosswalk inside the binary.
  public static func bundled() throws(LexiconError) -> Crosswalk {
    try Crosswalk(
      taxonomy: Taxonomy.bundled(), yaml: BundledFile.crosswalks.text, path: BundledFile.crosswalks.path)
  }

  /// The scheme with a slug. Throws ``LexiconError/unknown(what:name:known:)`` if there is none.
  public func scheme(_ slug: String) throws(LexiconError) -> CategoryScheme {
    guard let scheme = schemes.first(where: { $0.slug == slug }) else {
      throw .unknown(what: "scheme", name: slug, known: schemes.map(\.slug))
    }
    return scheme
  }

  /// The labels of `scheme` that answer our categories, in the scheme's order, each once with its best fit.
  ///
  /// Empty for categories that the scheme has no label for: ``CategoryScheme/absent`` says why.
  public func labels(for slugs: some Sequence<String>, in scheme: String) throws(LexiconError) -> [Match] {
    let asked = Set(slugs)
    for slug in asked where !self.slugs.contains(slug) {
      throw .unknown(what: "category", name: slug, known: self.slugs)
    }
    return try self.scheme(scheme).labels.compactMap { label in
      let answers = label.to.filter { asked.contains($0.ours) }.map(\.answer)
      return answers.isEmpty
        ? nil : Match(code: label.code, fit: answers.contains(.primary) ? .primary : .partial)
    }
  }

  /// The one label of `scheme` that answers a category of ours best; `nil` if the scheme has none.
  public func answer(to slug: String, in scheme: String) throws(LexiconError) -> String? {
    try labels(for: CollectionOfOne(slug), in: scheme).first { $0.fit == .primary }?.code
  }

  /// Our categories that fit a label of `scheme`, the primary one first, then in our order.
  ///
  /// Empty for a label that none of ours fits: ``CategoryScheme/Label/none`` says why.
  public func slugs(for label: String, in scheme: String) throws(LexiconError) -> [Match] {
    let scheme = try self.scheme(scheme)
    guard let label = scheme.labels.first(where: { $0.code == label }) else {
      throw .unknown(what: "label", name: label, known: scheme.labels.map(\.code))
    }
    let links = label.to.sorted {
      (slugs.firstIndex(of: $0.ours) ?? 0) < (slugs.firstIndex(of: $1.ours) ?? 0)
    }
    return (links.filter { $0.fit == .primary } + links.filter { $0.fit == .partial })
      .map { Match(code: $0.ours, fit: $0.fit) }
  }
}
