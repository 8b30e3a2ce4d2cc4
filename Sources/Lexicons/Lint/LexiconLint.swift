import Foundation
import Normalization

/// Checks a folder of lexicons against the rules of its files.
public struct LexiconLint {
  private let folder: URL
  private var issues: [LexiconIssue] = []

  private init(_ folder: URL) { self.folder = folder }

  /// What is wrong in the files of `folder`, by path and line; nothing if all is well.
  ///
  /// Throws ``LexiconError/unreadable(path:reason:)`` if there is no such folder.
  public static func issues(in folder: URL) throws(LexiconError) -> [LexiconIssue] {
    var lint = LexiconLint(folder)
    let tables = try LexiconFolder.files(under: folder, ending: "tsv")
    for url in tables { lint.checkText(of: url) }
    let slugs = lint.checkYAML()
    let terms = lint.readTerms()
    lint.issues += TermRules(terms: terms, slugs: slugs).issues()
    lint.checkBenign(terms)
    lint.checkIdentity()
    lint.checkHelp(slugs: slugs)
    lint.checkPII()
    lint.checkTransformations()
    let sorted = lint.issues.enumerated().sorted {
      ($0.element.path, $0.element.line, $0.offset) < ($1.element.path, $1.element.line, $1.offset)
    }
    return sorted.map(\.element)
  }

  private func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  private mutating func report(_ path: String, _ line: Int, _ problem: LexiconIssue.Problem) {
    issues.append(LexiconIssue(path: path, line: line, problem: problem))
  }

  private mutating func report(_ error: LexiconError, yaml: String? = nil) {
    switch error {
    case .unreadable(let path, let reason):
      // What is not UTF-8 is told with its line already.
      if reason != "not UTF-8" { report(path, 1, .unreadable(reason: reason)) }
    case .invalidYAML(let path, let key, let expected, let found):
      report(
        path, yaml.map { YAMLText.line(of: key, in: $0) } ?? 1,
        .invalidValue(key: key, expected: expected, found: found))
    case .duplicate(let path, let key, let value):
      report(
        path, yaml.map { YAMLText.line(of: key, in: $0) } ?? 1, .duplicateName(name: value, first: "\(path)"))
    case .invalidRow(let path, let line, let column, let expected, let found):
      report(path, line, .invalidField(column: column, expected: expected, found: found))
    case .unknown(let what, let name, let known):
      report(folder.path, 1, .invalidValue(key: what, expected: known.joined(separator: " "), found: name))
    }
  }

  // MARK: Text

  /// The encoding and the line ends of a table.
  private mutating func checkText(of url: URL) {
    guard let data = try? Data(contentsOf: url) else {
      report(url.path, 1, .unreadable(reason: "cannot be opened"))
      return
    }
    let bytes = [UInt8](data)
    func line(at offset: Int) -> Int { 1 + bytes[..<offset].count { $0 == 0x0A } }
    if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
      report(url.path, line(at: offset), .notUTF8(offset: offset))
    }
    if let offset = bytes.firstIndex(of: 0x0D) { report(url.path, line(at: offset), .carriageReturn) }
    if let last = bytes.last, last != 0x0A { report(url.path, line(at: bytes.count), .noFinalLineEnd) }
  }

  // MARK: YAML

  /// Checks taxonomy, crosswalks and hotlines; the slugs of the taxonomy.
  private mutating func checkYAML() -> [String] {
    var taxonomy: Taxonomy?
    let file = url("taxonomy.yaml")
    checkYAML(file) { yaml throws(LexiconError) in taxonomy = try Taxonomy(yaml: yaml, path: file.path) }
    guard let taxonomy else { return [] }
    let crosswalks = url("crosswalks.yaml")
    checkYAML(crosswalks) { yaml throws(LexiconError) in
      _ = try Crosswalk(taxonomy: taxonomy, yaml: yaml, path: crosswalks.path)
    }
    let hotlines = url("hotlines.yaml")
    checkYAML(hotlines) { yaml throws(LexiconError) in
      _ = try Hotline.list(yaml: yaml, path: hotlines.path, slugs: taxonomy.slugs)
    }
    return taxonomy.slugs
  }

  private mutating func checkYAML(_ file: URL, _ read: (String) throws(LexiconError) -> Void) {
    var text: String?
    do throws(LexiconError) {
      let yaml = try YAMLText.text(of: file)
      text = yaml
      try read(yaml)
    } catch {
      report(error, yaml: text)
    }
  }

  // MARK: Tables

  private mutating func readTerms() -> [PlacedTerm] {
    var terms: [PlacedTerm] = []
    do throws(LexiconError) {
      for url in try LexiconFolder.tables(of: url("terms")) {
        var faults: [LexiconError] = []
        let rows = LexiconTerm.rows(
          inTable: try LexiconFolder.bytes(of: url), path: url.path, faults: &faults)
        terms += rows.map { PlacedTerm(path: url.path, line: $0.line, term: $0.term) }
        for fault in faults { report(fault) }
      }
    } catch {
      report(error)
    }
    return terms
  }

  /// Terms that match in a text that is benign.
  private mutating func checkBenign(_ terms: [PlacedTerm]) {
    guard let table = table("benign.tsv", columns: BenignText.columns) else { return }
    let lexicon = Lexicon(terms: terms.map(\.term))
    let matcher = LexiconMatcher(lexicon: lexicon)
    let places = Dictionary(terms.map { ($0.term.id, $0) }) { first, _ in first }
    for row in table.rows {
      let text = table.text(row.fields[0])
      for match in matcher.matches(in: text) {
        guard let term = places[match.term.id] else { continue }
        report(
          term.path, term.line,
          .matchesBenign(spelling: match.matched, benign: text, place: "\(table.path):\(row.line)"))
      }
    }
  }

  private mutating func checkIdentity() {
    guard let table = table("identity.tsv", columns: IdentityTerm.columns) else { return }
    checkNames(table)
    checkFields(table, texts: [1], filled: [0, 1, 2, 3, 5, 6])
    checkReview(table, column: 6)
    let classes = Dictionary(grouping: table.rows) { table.text($0.fields[3]) }
    for (name, rows) in classes where rows.count == 1 {
      report(table.path, rows[0].line, .loneSwapClass(name: name))
    }
  }

  private mutating func checkHelp(slugs: [String]) {
    guard let table = table("help_seeking.tsv", columns: SafetyPhrase.columns) else { return }
    checkNames(table)
    checkFields(table, texts: [1], filled: [0, 1, 3, 4, 5])
    checkReview(table, column: 5)
    for row in table.rows {
      for slug in table.list(row.fields[2]) where !slugs.contains(slug) {
        report(table.path, row.line, .unknownCategory(slug))
      }
    }
  }

  private mutating func checkPII() {
    guard let table = table("pii.tsv", columns: PIIPattern.columns) else { return }
    checkNames(table)
    checkFields(table, texts: [2], filled: [0, 1, 2, 3, 5, 7, 8, 9, 10, 11])
    do throws(LexiconError) { _ = try PIIPattern.list(inTable: table.utf8, path: table.path) } catch {
      report(error)
    }
  }

  /// The tables of transformations have columns of their own; here each row must have as many as the header.
  private mutating func checkTransformations() {
    for url in (try? LexiconFolder.tables(of: url("transformations"))) ?? [] {
      _ = table("transformations/" + url.lastPathComponent, columns: nil)
    }
  }

  /// The table `name`; `nil`, and told, if it cannot be read. A table that is not there is not told.
  private mutating func table(_ name: String, columns: [String]?) -> TabularText? {
    let file = url(name)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    var faults: [LexiconError] = []
    do throws(LexiconError) {
      let bytes = try LexiconFolder.bytes(of: file)
      let table = TabularText(utf8: bytes, path: file.path, columns: columns, faults: &faults)
      for fault in faults { report(fault) }
      return table
    } catch {
      report(error)
      return nil
    }
  }

  /// The first column: well-formed and each name once.
  private mutating func checkNames(_ table: TabularText) {
    var first: [String: Int] = [:]
    for row in table.rows {
      let id = table.text(row.fields[0])
      if !TermRules.isID(id) { report(table.path, row.line, .invalidID(id)) }
      if let line = first[id] {
        report(table.path, row.line, .duplicateName(name: id, first: "\(table.path):\(line)"))
      } else {
        first[id] = row.line
      }
    }
  }

  private mutating func checkFields(_ table: TabularText, texts: [Int], filled: [Int]) {
    for row in table.rows {
      for column in filled where table.text(row.fields[column]).isEmpty {
        report(table.path, row.line, .emptyField(column: table.columns[column]))
      }
      for column in texts where !TermRules.isHangulForm(table.text(row.fields[column])) {
        report(
          table.path, row.line,
          .notHangulForm(column: table.columns[column], text: table.text(row.fields[column])))
      }
    }
  }

  private mutating func checkReview(_ table: TabularText, column: Int) {
    for row in table.rows {
      do throws(LexiconError) {
        _ = try LexiconTerm.Review(table.text(row.fields[column]), row: row, table: table)
      } catch {
        report(error)
      }
    }
  }
}

/// A text in which no term may match, from the table of benign texts.
enum BenignText {
  static let columns = ["text", "note"]
}
