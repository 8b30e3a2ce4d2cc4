/// The numbers of a corpus as bar charts in one SVG without outside parts.
public struct CorpusPlot: Sendable {
  private let statistics: CorpusStatistics

  private static let width = 720
  private static let barHeight = 18
  private static let labelWidth = 190

  /// A plot of the whole of a corpus.
  public init(statistics: CorpusStatistics) { self.statistics = statistics }

  /// The picture.
  public func svg() -> String {
    var body: [String] = []
    var y = 20
    guard let all = statistics.parts.last else { return Self.frame([], height: 20) }
    let lengths = zip(CorpusStatistics.bounds.indices, all.lengths).map { index, count in
      let next =
        index + 1 < CorpusStatistics.bounds.count ? "–\(CorpusStatistics.bounds[index + 1] - 1)" : "+"
      return ("\(CorpusStatistics.bounds[index])\(next)", count)
    }
    let charts: [(String, [(String, Int)])] =
      [("length in characters", lengths)]
      + ["label", "origin", "kind", "category", "source", "register"].map { property in
        (
          property,
          (all.counts[property] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            ($0.key, $0.value)
          }
        )
      }
    for (title, bars) in charts where !bars.isEmpty {
      body.append("<text x=\"10\" y=\"\(y)\" class=\"title\">\(Self.escaped(title))</text>")
      y += 10
      let most = max(1, bars.map(\.1).max() ?? 1)
      for (name, count) in bars {
        let length = (Self.width - Self.labelWidth - 90) * count / most
        body.append(
          "<text x=\"\(Self.labelWidth - 8)\" y=\"\(y + 13)\" class=\"name\">\(Self.escaped(name))</text>"
            + "<rect x=\"\(Self.labelWidth)\" y=\"\(y + 2)\" width=\"\(max(1, length))\" height=\"\(Self.barHeight - 4)\"/>"
            + "<text x=\"\(Self.labelWidth + max(1, length) + 6)\" y=\"\(y + 13)\" class=\"count\">\(count)</text>"
        )
        y += Self.barHeight
      }
      y += 26
    }
    return Self.frame(body, height: y)
  }

  private static func frame(_ body: [String], height: Int) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
    <style>
      svg { background: #fff; font-family: system-ui, sans-serif; font-size: 12px; }
      .title { font-weight: 600; font-size: 14px; } .name { text-anchor: end; } .count { fill: #555; }
      rect { fill: #2f6f9f; }
    </style>
    \(body.joined(separator: "\n"))
    </svg>

    """
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
