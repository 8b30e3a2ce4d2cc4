import Foundation
import Normalization

/// Trains the language model of readings and measures the deobfuscator:
///
///     Readings train Corpora/recipes/readings.tsv --mirror DIR -o Lexicons/transformations/readings.model
@main
enum Readings {
  nonisolated(unsafe) private static var prices = Prices()

  nonisolated(unsafe) private static var model = ReadingModel.bundled

  private static var deobfuscator: Deobfuscator {
    var result = Deobfuscator(model: model)
    result.prices = prices
    return result
  }

  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func option(_ name: String) -> String? {
      guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
      let value = arguments[index + 1]
      arguments.removeSubrange(index...index + 1)
      return value
    }
    let mirror = option("--mirror") ?? "../shared/corpora"
    let output = option("-o") ?? "readings.model"
    let size = Int(option("--lines") ?? "") ?? ReadingModelTrainer.defaultLineCount
    let limit = Int(option("--limit") ?? "") ?? .max
    let dump = option("--dump")
    let joining = option("--join") == "yes"
    while let setting = option("--set") {
      let parts = setting.split(separator: "=").map(String.init)
      guard parts.count == 2, let value = Float(parts[1]),
        let path = Prices.named.first(where: { $0.0 == parts[0] })?.1
      else { exit(64) }
      prices[keyPath: path] = value
    }
    if let path = option("--model") {
      model = ReadingModel([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }
    let every = Int(option("--every") ?? "") ?? 1
    switch arguments.first {
    case "train" where arguments.count == 2:
      try train(recipe: arguments[1], mirror: mirror, output: output, lineCount: size)
    case "perplexity" where arguments.count == 2:
      try perplexity(model: arguments[1], mirror: mirror)
    case "channel" where arguments.count == 1:
      try channel(mirror: mirror, output: output)
    case "restore" where arguments.count == 2:
      try restore(pairsFile: arguments[1], limit: limit, dump: dump, every: every)
    case "alter" where arguments.count >= 2:
      try alter(Array(arguments.dropFirst()), mirror: mirror)
    case "gains" where arguments.count == 3:
      try gains(arguments[1], output: arguments[2])
    case "read" where arguments.count == 2:
      try read(arguments[1])
    case "time" where arguments.count == 2:
      try time(arguments[1], isJoining: joining)
    default:
      print("usage: Readings train RECIPE --mirror DIR -o FILE")
      exit(64)
    }
  }

  static func train(recipe: String, mirror: String, output: String, lineCount: Int) throws {
    var counts = ReadingModelCounts()
    for source in try TextSource.sources(ofRecipe: recipe) {
      let texts = try source.texts(mirror: mirror)
      for text in texts { counts.add(scalars(text), weight: source.weight) }
      print(source.name, texts.count, "texts")
    }
    counts.merge()
    print(counts.fourgrams.count, "4-grams")
    let bytes = ReadingModelTrainer.train(counts, lineCount: lineCount)
    try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
    print(bytes.count, "bytes")
  }

  static func pairs(of path: String) throws -> [(clean: String, written: String, labels: [String])] {
    try Delimited.rows(of: path, format: "comma").filter { $0["neutral"] != nil }.flatMap { row in
      let labels = (row["obfuscated_labels"] ?? "").split { "[]', ".contains($0) }.map(String.init)
      return [("neutral", "neutral_obfuscated_texts"), ("toxic", "toxic_obfuscated_texts")].map {
        (row[$0.0] ?? "", row[$0.1] ?? "", labels)
      }
    }
  }

  static func restore(pairsFile: String, limit: Int, dump: String?, every: Int) throws {
    let deobfuscator = deobfuscator
    var scores: [String: RestorationScore] = [:]
    var lines: [String] = []
    var stable = 0
    let start = Date()
    for (index, pair) in try pairs(of: pairsFile).prefix(limit).enumerated() where index % every == 0 {
      let best = deobfuscator.best(of: AlignedText(pair.written))
      let clean = pair.clean.unicodeScalars.map(\.value)
      let written = pair.written.unicodeScalars.map(\.value)
      let read = String(decoding: best.text.utf8, as: UTF8.self)
      if deobfuscator.best(of: AlignedText(read)).isAsWritten { stable += 1 }
      for name in ["all", "level \(pair.labels.count)"] + pair.labels {
        scores[name, default: RestorationScore()].add(
          clean: clean, written: written, read: read.unicodeScalars.map(\.value))
      }
      lines.append(
        [pair.labels.joined(separator: " "), pair.clean, pair.written, read].joined(separator: "\t"))
    }
    if let dump { try lines.joined(separator: "\n").write(toFile: dump, atomically: true, encoding: .utf8) }
    print("rule      rows  CER before    after      exact", Date().timeIntervalSince(start))
    print("best readings that are their own best reading:", stable)
    for (name, score) in scores.sorted(by: { $0.key < $1.key }) {
      print(name.padding(toLength: 8, withPad: " ", startingAt: 0), score.line)
    }
  }

  /// Writes the features of the best other reading of each line, for fitting.
  static func gains(_ file: String, output: String) throws {
    let deobfuscator = deobfuscator
    var lines = [Deobfuscator.decisionFeatureNames.joined(separator: "\t")]
    for text in try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      guard let features = deobfuscator.decisionFeatures(of: AlignedText(String(text))) else {
        lines.append("")
        continue
      }
      lines.append(features.map { String($0) }.joined(separator: "\t"))
    }
    try lines.joined(separator: "\n").write(toFile: output, atomically: true, encoding: .utf8)
  }

  /// Prints how long the best reading of the lines of a file takes, joined and cut to 100 characters each.
  static func time(_ file: String, isJoining: Bool) throws {
    let deobfuscator = deobfuscator
    var texts: [AlignedText] = []
    var joined: [Unicode.Scalar] = []
    for line in try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).prefix(
      20000)
    {
      let length = line.unicodeScalars.count
      if (90...110).contains(length) {
        texts.append(AlignedText(String(line)))
        if texts.count == 1000 { break }
      }
      guard isJoining else { continue }
      joined += line.unicodeScalars
      if joined.count < 100 {
        joined.append(" ")
        continue
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: joined.prefix(100))
      texts.append(AlignedText(String(text)))
      joined = []
      if texts.count == 1000 { break }
    }
    _ = texts.prefix(100).map { deobfuscator.best(of: $0) }
    var times: [Double] = []
    for text in texts {
      let before = cpuNanoseconds()
      let reading = deobfuscator.best(of: text)
      times.append(Double(cpuNanoseconds() - before) / 1000)
      precondition(reading.text.utf8.count >= 0)
    }
    times.sort()
    print(
      file, times.count, "texts, CPU microseconds: p50", times[times.count / 2], "p95",
      times[times.count * 95 / 100],
      "mean", times.reduce(0, +) / Double(times.count))
  }

  private static func cpuNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Prints the best reading of each line of a file, and why.
  static func read(_ file: String) throws {
    for line in try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let best = deobfuscator.best(of: AlignedText(String(line)))
      print(line, "->", String(decoding: best.text.utf8, as: UTF8.self), best.changes.map(\.rule.rawValue))
      guard best.isAsWritten else { continue }
      for other in deobfuscator.readings(of: AlignedText(String(line)), limit: 3) where !other.isAsWritten {
        print("    or", String(decoding: other.text.utf8, as: UTF8.self), other.cost)
      }
    }
  }

  /// Prints which texts of a file of lines the best reading alters.
  static func alter(_ files: [String], mirror: String) throws {
    let deobfuscator = deobfuscator
    for file in files {
      var altered = 0
      let texts = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(
        String.init)
      let start = Date()
      for text in texts {
        let best = deobfuscator.best(of: AlignedText(text))
        guard !best.isAsWritten else { continue }
        altered += 1
        if altered <= 40 { print(text, "->", String(decoding: best.text.utf8, as: UTF8.self)) }
      }
      print(
        file, texts.count, "texts,", altered, "altered:",
        String(format: "%.3f %%", 100 * Double(altered) / Double(texts.count)),
        Date().timeIntervalSince(start))
    }
  }

  static func channel(mirror: String, output: String) throws {
    var counts = ChannelCounts()
    for pair in try pairs(of: mirror + "/kotox/data/KOTOX/total/ko_obfs_augmented_total_train.csv") {
      counts.add(clean: pair.clean, written: pair.written)
    }
    try counts.table().write(toFile: output, atomically: true, encoding: .utf8)
  }

  static func scalars(_ text: String) -> [UInt32] {
    String(decoding: HangulForm.normalize(AlignedText(text)).utf8, as: UTF8.self).unicodeScalars.map(\.value)
  }

  static func perplexity(model path: String, mirror: String) throws {
    guard let model = ReadingModel([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))) else {
      exit(65)
    }
    let rows = try Delimited.rows(
      of: mirror + "/kotox/data/KOTOX/total/ko_obfs_augmented_total_val.csv", format: "comma")
    for column in ["neutral", "toxic", "neutral_obfuscated_texts"] {
      var total = 0.0
      var count = 0
      for row in rows.dropFirst() {
        var state = model.start
        for scalar in scalars(row[column] ?? "") {
          let symbol = ReadingSymbol.of(scalar)
          total += Double(model.cost(symbol, after: state))
          state = model.next(state, symbol)
          count += 1
        }
      }
      print(column, total / Double(count), "nats a symbol")
    }
  }
}
