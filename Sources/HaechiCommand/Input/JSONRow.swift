/// The members of one JSON object (RFC 8259) that a run needs, found without building the rest.
///
/// A value is given as its own bytes, so that an id comes out exactly as it went in, whatever its type: a decoder
/// into numbers would turn 12345678901234567890 or 1.0 into something else.
enum JSONRow {
  /// The byte offset at which a row stops being JSON.
  struct Fault: Error, Equatable {
    let offset: Int
  }

  /// For each of `names` the bytes of the top-level member of that name; the last one if there are several.
  ///
  /// `nil` if the row is JSON, but no object. The whole row is checked, found members or not.
  static func members(_ names: [[UInt8]], of row: ArraySlice<UInt8>) throws(Fault) -> [ArraySlice<UInt8>?]? {
    var scanner = JSONScanner(row)
    scanner.skipSpace()
    guard scanner.peek() == UInt8(ascii: "{") else {
      try scanner.skipValue(depth: 0)
      try scanner.expectEnd()
      return nil
    }
    var found = [ArraySlice<UInt8>?](repeating: nil, count: names.count)
    try scanner.object(depth: 0) { (name, value) in
      guard let text = JSONString.text(of: name) else { return }
      for index in names.indices where names[index] == text { found[index] = value }
    }
    try scanner.expectEnd()
    return found
  }
}

/// A walk over JSON that checks the grammar and keeps nothing.
struct JSONScanner {
  /// Values nested deeper than this are refused, so that no input can exhaust the stack.
  static let deepest = 512

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// The next byte; `nil` at the end.
  func peek() -> UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private func fault() -> JSONRow.Fault { JSONRow.Fault(offset: index - bytes.startIndex) }

  mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  mutating func expectEnd() throws(JSONRow.Fault) {
    skipSpace()
    if index < bytes.endIndex { throw fault() }
  }

  private mutating func expect(_ byte: UInt8) throws(JSONRow.Fault) {
    guard peek() == byte else { throw fault() }
    index += 1
  }

  /// Walks over the object that begins here and shows `visit` each member: the name's and the value's bytes.
  mutating func object(
    depth: Int, visit: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void
  ) throws(JSONRow.Fault) {
    try list(close: UInt8(ascii: "}"), depth: depth) { (scanner) throws(JSONRow.Fault) in
      let name = scanner.index
      try scanner.skipString()
      let nameEnd = scanner.index
      scanner.skipSpace()
      try scanner.expect(UInt8(ascii: ":"))
      scanner.skipSpace()
      let value = scanner.index
      try scanner.skipValue(depth: depth + 1)
      visit(scanner.bytes[name..<nameEnd], scanner.bytes[value..<scanner.index])
    }
  }

  mutating func skipValue(depth: Int) throws(JSONRow.Fault) {
    guard depth < Self.deepest else { throw fault() }
    switch peek() {
    case UInt8(ascii: "{"): try object(depth: depth) { _, _ in }
    case UInt8(ascii: "["):
      try list(close: UInt8(ascii: "]"), depth: depth) { (scanner) throws(JSONRow.Fault) in
        try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "t"): try skipWord("true")
    case UInt8(ascii: "f"): try skipWord("false")
    case UInt8(ascii: "n"): try skipWord("null")
    default: try skipNumber()
    }
  }

  /// What stands between the bracket here and `close`: nothing, or `element`s with commas between.
  private mutating func list(
    close: UInt8, depth: Int, element: (inout JSONScanner) throws(JSONRow.Fault) -> Void
  ) throws(JSONRow.Fault) {
    index += 1
    skipSpace()
    if peek() == close {
      index += 1
      return
    }
    while true {
      skipSpace()
      try element(&self)
      skipSpace()
      guard peek() == UInt8(ascii: ",") else { break }
      index += 1
    }
    try expect(close)
  }

  private mutating func skipWord(_ word: StaticString) throws(JSONRow.Fault) {
    for byte in word.description.utf8 { try expect(byte) }
  }

  private mutating func skipString() throws(JSONRow.Fault) {
    try expect(UInt8(ascii: "\""))
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"): try skipEscape()
      case 0x00..<0x20: throw fault()
      default: index += 1
      }
    }
    throw fault()
  }

  private mutating func skipEscape() throws(JSONRow.Fault) {
    index += 1
    switch peek() {
    case UInt8(ascii: "u"):
      index += 1
      for _ in 0..<4 {
        guard let byte = peek(), JSONString.hexDigit(byte) != nil else { throw fault() }
        index += 1
      }
    case .some(let byte) where "\"\\/bfnrt".utf8.contains(byte): index += 1
    default: throw fault()
    }
  }

  private mutating func skipNumber() throws(JSONRow.Fault) {
    if peek() == UInt8(ascii: "-") { index += 1 }
    if peek() == UInt8(ascii: "0") { index += 1 } else { try skipDigits() }
    if peek() == UInt8(ascii: ".") {
      index += 1
      try skipDigits()
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      index += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { index += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(JSONRow.Fault) {
    let first = index
    while let byte = peek(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { index += 1 }
    if index == first { throw fault() }
  }
}
