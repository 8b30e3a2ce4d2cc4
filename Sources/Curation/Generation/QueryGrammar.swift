import Datasets
import Foundation
import Normalization

/// A grammar of Korean queries: actions in frames, with covers, in four registers.
///
/// It follows AART (Radharapu et al. 2023): harm × topic × use case × locale × register. Every action that seeks
/// harm has a benign twin, and both pass through the same frame, cover and register, so that none of these tells
/// the label.
public struct QueryGrammar: Sendable {
  /// Something one may ask about: an object and a verb, each slot of the object still open.
  struct Action: Equatable, Sendable {
    var object: String
    var verb: KoreanVerb
  }

  /// A harmful action, its benign twin and their category.
  struct Twins: Sendable {
    var id: String
    var category: String
    var topic: String
    var harmful: Action
    var benign: Action
  }

  /// An action of everyday life.
  struct Everyday: Sendable {
    var id: String
    var domain: String
    var action: Action
  }

  /// A sentence around an action, or before one.
  struct Frame: Sendable {
    var id: String
    var register: String
    var text: String
  }

  let twins: [Twins]
  let everyday: [Everyday]
  let frames: [Frame]
  let covers: [Frame]
  let nouns: [String: [String]]

  static let registers = ["banmal", "haeyo", "hapsyo", "noun"]

  // MARK: Reading

  /// The grammar in a folder: `twins.tsv`, `everyday.tsv`, `frames.tsv`, `covers.tsv` and `nouns.tsv`.
  public init(folder: URL, categories: [String]) throws(CurationError) {
    func rows(_ name: String, columns: Int) throws(CurationError) -> [(line: Int, fields: [String])] {
      let url = folder.appendingPathComponent(name)
      let text = try asCuration { () throws(DatasetError) in try readText(url) }
      var rows: [(line: Int, fields: [String])] = []
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard index > 0, !line.isEmpty, !line.hasPrefix("#") else { continue }
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == columns else {
          throw .invalidGrammar(
            path: url.path, line: index + 1, expected: "\(columns) columns", found: "\(fields.count)")
        }
        rows.append((index + 1, fields))
      }
      return rows
    }
    func action(_ text: String, _ name: String, _ line: Int) throws(CurationError) -> Action {
      let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let verb = KoreanVerb(parts[1]) else {
        throw .invalidGrammar(
          path: folder.appendingPathComponent(name).path, line: line, expected: "object|verb in 다",
          found: text)
      }
      return Action(object: parts[0], verb: verb)
    }
    var nouns: [String: [String]] = [:]
    for (_, fields) in try rows("nouns.tsv", columns: 2) { nouns[fields[0], default: []].append(fields[1]) }
    self.nouns = nouns
    var twins: [Twins] = []
    for (line, fields) in try rows("twins.tsv", columns: 5) {
      guard categories.contains(fields[1]) else {
        throw .invalidGrammar(
          path: folder.appendingPathComponent("twins.tsv").path, line: line,
          expected: categories.joined(separator: ", "), found: fields[1])
      }
      twins.append(
        Twins(
          id: fields[0], category: fields[1], topic: fields[2],
          harmful: try action(fields[3], "twins.tsv", line), benign: try action(fields[4], "twins.tsv", line))
      )
    }
    self.twins = twins
    var everyday: [Everyday] = []
    for (line, fields) in try rows("everyday.tsv", columns: 3) {
      everyday.append(
        Everyday(id: fields[0], domain: fields[1], action: try action(fields[2], "everyday.tsv", line)))
    }
    self.everyday = everyday
    frames = try rows("frames.tsv", columns: 3).map {
      Frame(id: $0.fields[0], register: $0.fields[1], text: $0.fields[2])
    }
    covers = try rows("covers.tsv", columns: 3).map {
      Frame(id: $0.fields[0], register: $0.fields[1], text: $0.fields[2])
    }
    try check(folder)
  }

  /// Every slot has a class and every frame an action, so that generation cannot fail.
  private func check(_ folder: URL) throws(CurationError) {
    for (name, lines) in [("frames.tsv", frames), ("covers.tsv", covers)] {
      for frame in lines where !Self.registers.contains(frame.register) {
        throw .invalidGrammar(
          path: folder.appendingPathComponent(name).path, line: 0,
          expected: Self.registers.joined(separator: ", "), found: "\(frame.id): \(frame.register)")
      }
    }
    for frame in frames {
      let slots = Template.slots(of: frame.text)
      guard slots.contains(where: { $0.name == "action" }),
        slots.allSatisfy({ $0.name == "action" && KoreanVerb.Ending(rawValue: $0.form) != nil })
      else {
        throw .invalidGrammar(
          path: folder.appendingPathComponent("frames.tsv").path, line: 0, expected: "{action:ending}",
          found: "\(frame.id): \(frame.text)")
      }
    }
    let objects = twins.flatMap { [$0.harmful.object, $0.benign.object] } + everyday.map(\.action.object)
    for object in objects {
      for slot in Template.slots(of: object) where nouns[slot.name] == nil {
        throw .invalidGrammar(
          path: folder.appendingPathComponent("nouns.tsv").path, line: 0, expected: "a class \(slot.name)",
          found: object)
      }
    }
  }

  // MARK: Generating

  /// Queries in pairs of a harmful one and its benign twin, spread evenly over the twins.
  ///
  /// No text comes twice, and no frame goes with one action twice. Fewer come where the grammar has no more.
  public func pairs(_ count: Int, seed: UInt64) -> [Record] {
    var choices = Choices(seed: seed)
    var records: [Record] = []
    var seen: Set<String> = []
    var used: Set<String> = []
    var idle = 0
    var turn = 0
    while records.count < 2 * count, !twins.isEmpty, idle < 20 * twins.count {
      let twin = twins[turn % twins.count]
      turn += 1
      let frame = choices.pick(frames)
      let cover = choices.cover(covers, register: frame.register)
      let salt = choices.next()
      let harmful = text(twin.harmful, frame, cover, salt: salt)
      let benign = text(twin.benign, frame, cover, salt: salt)
      guard used.insert("\(twin.id) \(frame.id)").inserted, !seen.contains(harmful), !seen.contains(benign)
      else {
        idle += 1
        continue
      }
      idle = 0
      seen.formUnion([harmful, benign])
      let group = "generated:\(twin.id):\(frame.id):\(cover?.id ?? "plain")"
      for (suffix, text, label) in [("h", harmful, Record.Label.unsafe), ("b", benign, .safe)] {
        var categories: [String: Bool] = [:]
        if label == .unsafe { categories[twin.category] = true }
        records.append(
          record(
            "\(group):\(suffix)", text, label, register: frame.register, group: group, categories: categories)
        )
      }
    }
    return records
  }

  /// Everyday queries, spread evenly over the actions.
  public func everyday(_ count: Int, seed: UInt64) -> [Record] {
    var choices = Choices(seed: seed)
    var records: [Record] = []
    var seen: Set<String> = []
    var used: Set<String> = []
    var idle = 0
    var turn = 0
    while records.count < count, !everyday.isEmpty, idle < 20 * everyday.count {
      let item = everyday[turn % everyday.count]
      turn += 1
      let frame = choices.pick(frames)
      let cover = choices.cover(covers, register: frame.register)
      let object = fill(item.action.object, salt: choices.next())
      let text = text(
        Action(object: object, verb: item.action.verb), frame, cover, salt: 0)
      guard used.insert("\(object) \(frame.id)").inserted, seen.insert(text).inserted else {
        idle += 1
        continue
      }
      idle = 0
      let id = "generated:\(item.id):\(frame.id):\(cover?.id ?? "plain"):\(records.count)"
      records.append(record(id, text, .safe, register: frame.register, group: id, categories: [:]))
    }
    return records
  }

  private func record(
    _ id: String, _ text: String, _ label: Record.Label, register: String, group: String,
    categories: [String: Bool]
  ) -> Record {
    Record(
      id: id, text: text, label: label, categories: categories, kind: .request, register: register,
      source: "generated", licence: "CC-BY-SA-4.0", group: group, origin: .generated)
  }

  private func text(_ action: Action, _ frame: Frame, _ cover: Frame?, salt: UInt64) -> String {
    let object = fill(action.object, salt: salt)
    let body = Template.fill(frame.text) { slot in
      let verb = KoreanVerb.Ending(rawValue: slot.form).map(action.verb.form) ?? ""
      return object.isEmpty ? verb : "\(object) \(verb)"
    }
    return cover.map { "\($0.text) \(body)" } ?? body
  }

  /// An object with its slots filled by nouns, chosen by the salt, with their particles.
  private func fill(_ object: String, salt: UInt64) -> String {
    var number: UInt64 = 0
    return Template.fill(object) { slot in
      guard let nouns = nouns[slot.name], !nouns.isEmpty else { return "" }
      number += 1
      let noun = nouns[Int(StableHash.mix(salt &+ number) % UInt64(nouns.count))]
      return noun + (Particle(slot.form)?.form(after: noun) ?? slot.form)
    }
  }
}

/// Choices that depend on a seed alone.
private struct Choices {
  private var state: UInt64

  init(seed: UInt64) { state = StableHash.mix(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return StableHash.mix(state)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }

  /// A cover in the register for one query in three.
  mutating func cover(_ covers: [QueryGrammar.Frame], register: String) -> QueryGrammar.Frame? {
    let fitting = covers.filter { $0.register == register }
    guard next() % 3 == 0, !fitting.isEmpty else { return nil }
    return pick(fitting)
  }
}
