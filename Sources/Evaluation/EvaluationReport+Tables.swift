extension EvaluationReport {
  private static let header = [
    "set", "scorer", "unsafe", "safe", "AUC", "AU-PRC", "F1", "best F1", "recall@1%", "recall@5%", "ECE",
  ]
  private static let categoryHeader = [
    "set", "category", "scorer", "yes", "no", "AUC", "AU-PRC", "F1", "best F1", "recall@1%", "recall@5%",
    "ECE",
  ]

  /// The report as tables for a terminal; intervals stand below their values.
  ///
  /// `names` gives a category's shown name; its slug stands where there is none.
  public func terminal(names: [String: String] = [:]) -> String {
    var label = TextTable(header: Self.header, leadingColumns: 2)
    var categories = TextTable(header: Self.categoryHeader, leadingColumns: 3)
    for result in results {
      let head = [result.set, result.contestant]
      label.append(head + Self.counts(result.label) + Self.values(result.label))
      label.append(["", "", "", ""] + Self.intervals(result.label))
    }
    for (result, category) in byCategory {
      let metrics = category.metrics
      let head = [result.set, names[category.category] ?? category.category, result.contestant]
      categories.append(head + Self.counts(metrics) + Self.values(metrics))
      categories.append(["", "", "", "", ""] + Self.intervals(metrics))
    }
    return label.text + (categories.isEmpty ? "" : "\n" + categories.text)
  }

  /// The report as Markdown tables, intervals behind their values.
  public func markdown(names: [String: String] = [:]) -> String {
    func cells(_ metrics: BinaryMetrics) -> [String] {
      Self.counts(metrics)
        + zip(Self.values(metrics), Self.intervals(metrics)).map { $1.isEmpty ? $0 : "\($0) (\($1))" }
    }
    func table(_ header: [String], leading: Int, _ rows: [[String]]) -> String {
      let rule = header.indices.map { $0 < leading ? "---" : "--:" }
      return ([header, rule] + rows).map { row in
        "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
      }.joined()
    }
    let label = results.map { [$0.set, $0.contestant] + cells($0.label) }
    let categories = byCategory.map { result, category in
      [result.set, names[category.category] ?? category.category, result.contestant]
        + cells(category.metrics)
    }
    let first = table(Self.header, leading: 2, label)
    return categories.isEmpty
      ? first : first + "\n" + table(Self.categoryHeader, leading: 3, categories)
  }

  /// The category results, set by set and category by category, contestants side by side.
  private var byCategory: [(Result, CategoryResult)] {
    sets.flatMap { set in
      categories.flatMap { category in
        results.filter { $0.set == set }.compactMap { result in
          result.categories.first { $0.category == category }.map { (result, $0) }
        }
      }
    }
  }

  private static func estimates(_ metrics: BinaryMetrics) -> [Estimate?] {
    [
      metrics.auc, metrics.averagePrecision, metrics.f1, metrics.optimalF1, metrics.recallAt1,
      metrics.recallAt5, metrics.calibrationError,
    ]
  }

  private static func counts(_ metrics: BinaryMetrics) -> [String] {
    ["\(metrics.positives)", "\(metrics.negatives)"]
  }

  private static func values(_ metrics: BinaryMetrics) -> [String] {
    estimates(metrics).map { $0.map { decimals($0.value) } ?? "–" }
  }

  private static func intervals(_ metrics: BinaryMetrics) -> [String] {
    estimates(metrics).map { $0.map { "\(decimals($0.lower))–\(decimals($0.upper))" } ?? "" }
  }

  /// A number from 0 to 1 with three decimals and no leading zero, as in print: `.873`.
  static func decimals(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let digits = String(thousandths % 1000)
    let fraction = String(repeating: "0", count: 3 - digits.count) + digits
    return thousandths >= 1000 ? "\(thousandths / 1000).\(fraction)" : ".\(fraction)"
  }
}
