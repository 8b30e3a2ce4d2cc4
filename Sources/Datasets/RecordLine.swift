/// A record as one line of JSON, and back.
///
/// The members stand in a fixed order and absent ones are left out, so that the same record is the same bytes
/// on every machine and with every version of Foundation.
public enum RecordLine {
  /// Why a line is not a record.
  public enum Fault: Error, Equatable, Sendable {
    /// The line is not a JSON object; `byteOffset` counts from its start.
    case notAnObject(byteOffset: Int)
    /// A member is absent or has another type or value than a record's.
    case member(String)
  }

  // MARK: Writing

  /// Appends a record's JSON without a line feed.
  public static func append(_ record: Record, to bytes: inout [UInt8]) {
    var writer = Writer(bytes: bytes)
    bytes = []
    writer.member("id", record.id, isFirst: true)
    writer.member("text", record.text)
    if let label = record.label { writer.member("label", label.rawValue) }
    if !record.categories.isEmpty {
      writer.name("categories")
      writer.raw("{")
      for (index, slug) in record.categories.keys.sorted().enumerated() {
        writer.name(slug, isFirst: index == 0)
        writer.raw(record.categories[slug] == true ? "true" : "false")
      }
      writer.raw("}")
    }
    writer.member("kind", record.kind.rawValue)
    if let register = record.register { writer.member("register", register) }
    if let origin = record.origin { writer.member("origin", origin.rawValue) }
    writer.member("language", record.language)
    writer.member("source", record.source)
    writer.member("licence", record.licence)
    if let group = record.group { writer.member("group", group) }
    if let parent = record.parent { writer.member("parent", parent) }
    if let sourceText = record.sourceText { writer.member("source_text", sourceText) }
    if !record.history.isEmpty {
      writer.name("history")
      writer.raw("[")
      for (index, turn) in record.history.enumerated() {
        if index > 0 { writer.raw(",") }
        writer.string(turn)
      }
      writer.raw("]")
    }
    if let operations = record.operations, !operations.isEmpty {
      writer.name("operations")
      writer.raw("[")
      for (index, operation) in operations.enumerated() {
        writer.raw(index > 0 ? ",{" : "{")
        writer.member("name", operation.name, isFirst: true, opens: false)
        writer.member("version", operation.version)
        writer.raw("}")
      }
      writer.raw("]")
    }
    writer.raw("}")
    bytes = writer.bytes
  }

  private struct Writer {
    var bytes: [UInt8]

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func name(_ name: String, isFirst: Bool = false) {
      if !isFirst { raw(",") }
      string(name)
      raw(":")
    }

    mutating func member(_ name: String, _ value: String, isFirst: Bool = false, opens: Bool = true) {
      if isFirst && opens { raw("{") }
      self.name(name, isFirst: isFirst)
      string(value)
    }

    mutating func string(_ text: String) {
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(0x22)
      for byte in text.utf8 {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        case 0..<0x20, 0x7F: bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: bytes.append(byte)
        }
      }
      bytes.append(0x22)
    }
  }

  // MARK: Reading

  /// The record in a line; members that a record does not have are ignored.
  public static func record(_ line: [UInt8]) throws(Fault) -> Record {
    var parser = JSONParser(line)
    let value: JSONValue
    do { value = try parser.document() } catch { throw .notAnObject(byteOffset: error.byteOffset) }
    guard case .object(let members) = value else { throw .notAnObject(byteOffset: 0) }
    var fields: [String: JSONValue] = [:]
    for (name, value) in members where value != .null { fields[name] = value }

    func text(_ name: String) throws(Fault) -> String? {
      guard let value = fields[name] else { return nil }
      guard case .string(let text) = value else { throw .member(name) }
      return text
    }
    func required(_ name: String) throws(Fault) -> String {
      guard let text = try text(name) else { throw .member(name) }
      return text
    }
    func choice<Value: RawRepresentable>(_ name: String, _ type: Value.Type) throws(Fault) -> Value?
    where Value.RawValue == String {
      guard let text = try text(name) else { return nil }
      guard let value = Value(rawValue: text) else { throw .member(name) }
      return value
    }
    guard let kind = try choice("kind", Record.Kind.self) else { throw .member("kind") }
    return Record(
      id: try required("id"), text: try required("text"), label: try choice("label", Record.Label.self),
      categories: try categories(fields["categories"]), kind: kind, register: try text("register"),
      source: try required("source"), licence: try required("licence"),
      language: try text("language") ?? "ko",
      group: try text("group"), history: try history(fields["history"]),
      origin: try choice("origin", Record.Origin.self), parent: try text("parent"),
      sourceText: try text("source_text"), operations: try operations(fields["operations"]))
  }

  private static func categories(_ value: JSONValue?) throws(Fault) -> [String: Bool] {
    guard let value else { return [:] }
    guard case .object(let members) = value else { throw .member("categories") }
    var categories: [String: Bool] = [:]
    for (name, value) in members {
      guard case .bool(let isTrue) = value else { throw .member("categories.\(name)") }
      categories[name] = isTrue
    }
    return categories
  }

  private static func history(_ value: JSONValue?) throws(Fault) -> [String] {
    guard let value else { return [] }
    guard case .array(let values) = value else { throw .member("history") }
    var turns: [String] = []
    for value in values {
      guard case .string(let turn) = value else { throw .member("history") }
      turns.append(turn)
    }
    return turns
  }

  private static func operations(_ value: JSONValue?) throws(Fault) -> [Record.Operation]? {
    guard let value else { return nil }
    guard case .array(let values) = value else { throw .member("operations") }
    var operations: [Record.Operation] = []
    for value in values {
      guard case .object(let members) = value,
        case .string(let name)? = members.first(where: { $0.name == "name" })?.value,
        case .string(let version)? = members.first(where: { $0.name == "version" })?.value
      else { throw .member("operations") }
      operations.append(Record.Operation(name: name, version: version))
    }
    return operations
  }
}
