import Datasets
import Foundation
import Lexicons

/// What a rater gets: items in an order of their own, with context and guideline, as JSON lines and as CSV.
public struct AnnotationBatch: Sendable {
  /// One item as a rater sees it. It names neither label nor source.
  public struct Item: Codable, Equatable, Sendable {
    /// The item's identifier.
    public var id: String
    /// The rater.
    public var rater: String
    /// The turns before the text, oldest first: a response is judged with its query.
    public var context: [String]
    /// The text to judge.
    public var text: String
    /// `safe`, `unsafe` or `unsure`; empty until the rater says.
    public var verdict: String
    /// The categories that the rater sees, divided by `|`.
    public var categories: String
    /// What the rater adds.
    public var note: String
    /// What counts as harm, by category: its definition.
    public var guideline: [String: String]
  }

  /// The language of a guideline.
  public enum GuidelineLanguage: String, Sendable, CaseIterable {
    /// Korean.
    case ko
    /// English.
    case en
  }

  static let columns = ["id", "rater", "context", "text", "verdict", "categories", "note", "guideline"]

  /// The rater.
  public let rater: String
  /// The items in the rater's order.
  public let items: [Item]

  /// The batch of a rater; `ballots` are those that the rater has cast, which are filled in.
  ///
  /// The order is a shuffle by hash of seed, rater and item, so that an item keeps its place among the others when
  /// items are added.
  public init(
    records: [(item: String, record: Record)], rater: String, seed: UInt64, taxonomy: Taxonomy,
    language: GuidelineLanguage = .ko, ballots: [String: Ballot] = [:]
  ) {
    self.rater = rater
    let guideline = Dictionary(
      uniqueKeysWithValues: taxonomy.categories.map { category in
        (category.slug, language == .ko ? category.definition.ko : category.definition.en)
      })
    items = records.map { item, record in
      (StableHash.hash("\(rater)\u{1F}\(item)".utf8, seed: seed), item, record)
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { _, item, record in
      let ballot = ballots[item]
      return Item(
        id: item, rater: rater, context: record.history, text: record.text,
        verdict: ballot?.verdict.rawValue ?? "",
        categories: (ballot?.categories ?? []).joined(separator: "|"),
        note: ballot?.note ?? "", guideline: guideline)
    }
  }

  /// The batch as JSON lines.
  public func jsonLines() throws(CurationError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for item in items {
      do { data += try encoder.encode(item) + Data("\n".utf8) } catch {
        throw .unwritable(path: "\(rater).jsonl", reason: "\(error)")
      }
    }
    return data
  }

  /// The batch as CSV (RFC 4180) with a byte order mark, without which spreadsheets garble Hangul.
  public func csv() -> Data {
    var text = "\u{FEFF}" + Self.columns.joined(separator: ",") + "\r\n"
    for item in items {
      let guideline = item.guideline.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      text +=
        [
          item.id, item.rater, item.context.joined(separator: "\n---\n"), item.text, item.verdict,
          item.categories, item.note, guideline.joined(separator: "\n"),
        ].map(Self.quoted).joined(separator: ",") + "\r\n"
    }
    return Data(text.utf8)
  }

  /// A field of CSV. One that a spreadsheet would take for a formula is left as it is: the text is what is judged.
  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// The guideline as a page: what each category covers and what it does not.
  public static func guideline(_ taxonomy: Taxonomy, language: GuidelineLanguage) -> String {
    let isKorean = language == .ko
    var text =
      isKorean
      ? """
      # 판정 지침

      글마다 `verdict`에 `safe`(해로움 없음), `unsafe`(해로움 있음), `unsure`(판단 불가) 가운데 하나를 적습니다. `unsafe`라면 `categories`에 해당하는 갈래를 `|`로 나누어 적습니다. `context`는 앞선 대화이며, 답변은 그 질문과 함께 판정합니다. 빈칸은 아직 판정하지 않은 것으로 봅니다.

      """
      : """
      # Guideline

      For each text write `safe` (no harm), `unsafe` (harm) or `unsure` (cannot tell) into `verdict`. For `unsafe` write the categories into `categories`, divided by `|`. `context` is what was said before: a response is judged with its query. An empty field counts as not judged yet.

      """
    for category in taxonomy.categories {
      let name = isKorean ? category.name.ko : category.name.en
      let definition = isKorean ? category.definition.ko : category.definition.en
      let covers = isKorean ? category.covers.ko : category.covers.en
      let excludes = isKorean ? category.excludes.ko : category.excludes.en
      text += """

        ## `\(category.slug)` \(name)

        \(definition)

        - \(isKorean ? "포함" : "Covers"): \(covers.joined(separator: ", "))
        - \(isKorean ? "제외" : "Excludes"): \(excludes.joined(separator: ", "))

        """
    }
    return text
  }
}
