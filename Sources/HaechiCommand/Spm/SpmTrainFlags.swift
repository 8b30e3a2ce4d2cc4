import Foundation
import Tokenization

/// The flags of `haechi spm train`: those of `spm_train` of SentencePiece 0.2.3, and a few of ours.
struct SpmTrainFlags {
  /// How the value of a flag is spelled.
  enum Kind {
    case text
    case number
    case fraction
    case truth
    case ignored
  }

  private var values: [String: String] = [:]

  /// Reads `--name=value`, `--name value`, `--name`, `--noname`; `-` in names is `_`. The last one counts.
  init(_ arguments: [String]) throws(SpmTrainFault) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument.count > 1 else { throw .notAFlag(argument) }
      let body = argument.drop { $0 == "-" }
      let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0].map { $0 == "-" ? "_" : $0 })
      if let flag = Self.flags[name] {
        if parts.count == 2 {
          values[name] = String(parts[1])
        } else if case .truth = flag.kind {
          values[name] = rest.first.flatMap { Self.truth($0) } == nil ? "true" : rest.removeFirst()
        } else if let value = rest.popFirst() {
          values[name] = value
        } else {
          throw .missingValue(flag: name)
        }
      } else if name.hasPrefix("no"), case .truth = Self.flags[String(name.dropFirst(2))]?.kind,
        parts.count == 1
      {
        values[String(name.dropFirst(2))] = "false"
      } else {
        throw .unknownFlag(name, near: Self.nearest(name))
      }
    }
    for (name, value) in values { try check(name, value) }
  }

  private func check(_ name: String, _ value: String) throws(SpmTrainFault) {
    switch Self.flags[name]?.kind {
    case .number where Int(value) == nil: throw .notAValue(flag: name, value: value, expected: .number)
    case .fraction where Double(value) == nil: throw .notAValue(flag: name, value: value, expected: .fraction)
    case .truth where Self.truth(value) == nil: throw .notAValue(flag: name, value: value, expected: .truth)
    default: break
    }
  }

  private static func truth(_ value: String) -> Bool? {
    switch value.lowercased() {
    case "true", "t", "yes", "y", "1": true
    case "false", "f", "no", "n", "0": false
    default: nil
    }
  }

  /// The flag whose name is most like `name`; nil if none is.
  private static func nearest(_ name: String) -> String? {
    let letters = Set(name)
    var best: (name: String, likeness: Double)?
    for key in flags.keys.sorted() {
      let likeness = Double(letters.intersection(key).count) / Double(letters.union(key).count)
      if likeness >= 0.75, likeness > best?.likeness ?? 0 { best = (key, likeness) }
    }
    return best?.name
  }

  /// The language that the flags ask for, before they are checked.
  static func language(_ arguments: [String]) -> Language {
    let given = arguments.indices.compactMap { index -> String? in
      if arguments[index].hasPrefix("--lang=") { return String(arguments[index].dropFirst(7)) }
      return arguments[index] == "--lang" && index + 1 < arguments.count ? arguments[index + 1] : nil
    }
    return given.last.flatMap { Language(rawValue: $0) }
      ?? .preferred(in: ProcessInfo.processInfo.environment)
  }

  // MARK: What they say

  private func text(_ name: String) -> String? { values[name] }
  private func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
  private func truth(_ name: String) -> Bool? { values[name].flatMap { Self.truth($0) } }

  /// The files to read.
  var inputs: [String] { text("input").map(Self.list) ?? [] }
  /// What the files of the model are called, without their ends.
  var prefix: String { text("model_prefix") ?? "" }
  /// Whether the `.vocab` file tells scores.
  var writesScores: Bool { truth("vocabulary_output_piece_score") ?? true }

  /// The items of a list with commas; quotation marks hold commas together, two of them are one.
  static func list(_ value: String) -> [String] {
    var items: [String] = []
    var rest = value[...]
    while !rest.isEmpty {
      var item = ""
      if rest.first == "\"" {
        rest.removeFirst()
        while let character = rest.popFirst() {
          if character == "\"" {
            guard rest.first == "\"" else { break }
            rest.removeFirst()
          }
          item.append(character)
        }
        rest = rest.drop { $0 != "," }
      } else {
        item = String(rest.prefix { $0 != "," })
        rest = rest.drop { $0 != "," }
      }
      items.append(item)
      rest = rest.dropFirst()
    }
    return items
  }

  /// The settings that the flags ask for; reads the files that flags name.
  func settings() throws -> TrainerSettings {
    guard !inputs.isEmpty else { throw SpmTrainFault.missingFlag("input") }
    guard !prefix.isEmpty else { throw SpmTrainFault.missingFlag("model_prefix") }
    var settings = TrainerSettings()
    try fill(&settings.trainer)
    settings.normalizer = try normalizer()
    if let path = text("denormalization_rule_tsv"), !path.isEmpty {
      var spec = try SentencePieceModel.NormalizerSpec(tsv: Self.lines(path), path: path)
      (spec.addsDummyPrefix, spec.removesExtraWhitespace, spec.escapesWhitespace) = (false, false, false)
      settings.denormalizer = spec
    }
    settings.threads = number("num_threads") ?? ProcessInfo.processInfo.activeProcessorCount
    if let seed = number("random_seed") { settings.randomSeed = UInt64(truncatingIfNeeded: seed) }
    if let memory = text("max_memory") { settings.maximumMemory = try Self.bytes(memory) }
    return settings
  }

  private func normalizer() throws -> SentencePieceModel.NormalizerSpec {
    var spec: SentencePieceModel.NormalizerSpec
    if let path = text("normalization_rule_tsv"), !path.isEmpty {
      spec = try SentencePieceModel.NormalizerSpec(tsv: Self.lines(path), path: path)
    } else {
      let name = text("normalization_rule_name") ?? "nmt_nfkc"
      guard let rule = NormalizationRule(rawValue: name) else {
        throw TokenizerTrainingError.unknownValue(
          name: "normalization_rule_name", found: name, expected: NormalizationRule.allCases.map(\.rawValue))
      }
      spec = SentencePieceModel.NormalizerSpec(rule: rule)
    }
    spec.addsDummyPrefix = truth("add_dummy_prefix") ?? true
    spec.removesExtraWhitespace = truth("remove_extra_whitespaces") ?? true
    spec.escapesWhitespace = truth("escape_whitespaces") ?? true
    return spec
  }

  private func fill(_ spec: inout SentencePieceModel.TrainerSpec) throws {
    let kinds: [String: SentencePieceModel.TrainerSpec.ModelType] = [
      "unigram": .unigram, "bpe": .bpe, "word": .word, "char": .char,
    ]
    let kind = text("model_type") ?? "unigram"
    guard let type = kinds[kind.lowercased()] else {
      throw TokenizerTrainingError.unknownValue(
        name: "model_type", found: kind, expected: ["unigram", "bpe", "word", "char"])
    }
    spec.modelType = type
    for (name, path) in Self.numbers { if let value = number(name) { spec[keyPath: path] = value } }
    for (name, path) in Self.truths { if let value = truth(name) { spec[keyPath: path] = value } }
    for (name, path) in Self.texts { if let value = text(name) { spec[keyPath: path] = value } }
    for (name, path) in Self.fractions {
      if let value = text(name).flatMap({ Double($0) }) { spec[keyPath: path] = Float(value) }
    }
    for (name, path) in Self.lists {
      spec[keyPath: path] = text(name).map(Self.list) ?? []
      if let file = text(name + "_file"), !file.isEmpty { spec[keyPath: path] += try Self.lines(file) }
    }
    if let file = text("required_chars_file"), !file.isEmpty {
      spec.requiredCharacters = try Self.lines(file).joined()
    }
  }

  private static func lines(_ path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      let code = FileManager.default.fileExists(atPath: path) ? EACCES : ENOENT
      throw TokenizerTrainingError.unreadableFile(path: path, code: code)
    }
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func bytes(_ value: String) throws -> Int {
    let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
    let unit = value.last.flatMap { units[Character($0.lowercased())] }
    guard let count = Int(unit == nil ? value : String(value.dropLast())), count > 0,
      case let (bytes, overflow) = count.multipliedReportingOverflow(by: unit ?? 1), !overflow
    else { throw SpmTrainFault.notAValue(flag: "max_memory", value: value, expected: .text) }
    return bytes
  }
}
