/// Someone else's division of harm, and how it maps to our categories and back.
///
/// Laws, checked when it is read: codes are unique; every label maps to at least one of our categories, exactly one
/// of them primarily, or says why to none; every category of ours has at least one label, exactly one of them the
/// answer, or is told with a reason under ``absent``.
public struct CategoryScheme: Codable, Equatable, Sendable {
  /// How well a label and a category fit.
  public enum Fit: String, Codable, Sendable, CaseIterable {
    /// The best there is.
    case primary
    /// In part.
    case partial
  }

  /// A label and one of our categories, seen from both sides.
  public struct Link: Codable, Equatable, Sendable {
    /// The slug of our category.
    public var ours: String
    /// How well our category fits what the label covers.
    public var fit: Fit
    /// How well the label fits as an answer for our category.
    public var answer: Fit
  }

  /// One label of the scheme.
  public struct Label: Codable, Equatable, Sendable {
    /// The code as the scheme writes it.
    public var code: String
    /// What it is called.
    public var name: Taxonomy.Bilingual<String>
    /// Our categories; empty only with a reason in ``none``.
    public var to: [Link]
    /// Why none of our categories fits.
    public var none: Taxonomy.Bilingual<String>?
  }

  /// A category of ours for which the scheme has no label.
  public struct Absence: Codable, Equatable, Sendable {
    /// The slug of our category.
    public var ours: String
    /// Why.
    public var reason: Taxonomy.Bilingual<String>
  }

  /// The stable name.
  public var slug: String
  /// What it is called.
  public var name: Taxonomy.Bilingual<String>
  /// Where its definitions are published.
  public var source: String
  /// Its labels in its own order.
  public var labels: [Label]
  /// Our categories without a label in it.
  public var absent: [Absence]

  /// Throws at the first place where a law is broken; `slugs` are our categories.
  func check(path: String, key: String, slugs: [String]) throws(LexiconError) {
    var codes: Set<String> = []
    for (index, label) in labels.enumerated() {
      let key = "\(key).labels[\(index)]"
      guard codes.insert(label.code).inserted else {
        throw .duplicate(path: path, key: "\(key).code", value: label.code)
      }
      try check(label, path: path, key: key, slugs: slugs)
    }
    for (index, absence) in absent.enumerated() {
      guard slugs.contains(absence.ours) else {
        throw .invalidYAML(
          path: path, key: "\(key).absent[\(index)].ours", expected: slugs.joined(separator: " "),
          found: absence.ours)
      }
    }
    for slug in slugs { try checkAnswers(to: slug, path: path, key: key) }
  }

  private func check(_ label: Label, path: String, key: String, slugs: [String]) throws(LexiconError) {
    var seen: Set<String> = []
    for (index, link) in label.to.enumerated() {
      guard slugs.contains(link.ours) else {
        throw .invalidYAML(
          path: path, key: "\(key).to[\(index)].ours", expected: slugs.joined(separator: " "),
          found: link.ours)
      }
      guard seen.insert(link.ours).inserted else {
        throw .duplicate(path: path, key: "\(key).to[\(index)].ours", value: link.ours)
      }
    }
    let primaries = label.to.count { $0.fit == .primary }
    if label.to.isEmpty {
      guard let none = label.none, !none.ko.isEmpty, !none.en.isEmpty else {
        throw .invalidYAML(path: path, key: "\(key).none", expected: "a reason", found: "nothing")
      }
    } else if primaries != 1 || label.none != nil {
      throw .invalidYAML(path: path, key: "\(key).to", expected: "one primary", found: "\(primaries)")
    }
  }

  private func checkAnswers(to slug: String, path: String, key: String) throws(LexiconError) {
    let links = labels.flatMap(\.to).filter { $0.ours == slug }
    let isAbsent = absent.contains { $0.ours == slug }
    if links.isEmpty != isAbsent {
      throw .invalidYAML(
        path: path, key: "\(key).absent", expected: links.isEmpty ? slug : "none of \(slug)",
        found: isAbsent ? slug : "nothing")
    }
    let answers = links.count { $0.answer == .primary }
    guard links.isEmpty || answers == 1 else {
      throw .invalidYAML(
        path: path, key: "\(key).labels", expected: "one answer to \(slug)", found: "\(answers)")
    }
  }
}
