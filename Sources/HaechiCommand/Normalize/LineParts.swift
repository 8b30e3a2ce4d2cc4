/// Cuts an input into lines, and lines that are very long into parts, so that memory is bounded.
///
/// A part ends where no form joins what comes before and behind: before an ASCII character or a syllable. Only a
/// stretch of ``Limits/longest`` bytes without any of these is cut at the beginning of some character.
struct LineParts {
  /// A line, or a part of one.
  struct Part: Equatable {
    /// Its bytes without the line end.
    var bytes: [UInt8]
    /// The line's number, from 1.
    var line: Int
    /// Where it begins in its line.
    var offset: Int
    /// The line end behind it; empty at the end of the input and where the line goes on.
    var end: [UInt8]
    /// Whether the line goes on in the next part.
    var goesOn: Bool
  }

  /// The bounds of what is held at once.
  struct Limits {
    /// The length from which a line is given in parts.
    var usual = 1 << 20
    /// The length from which a part is cut anywhere.
    var longest = 8 << 20
    /// How many bytes are asked for in one read.
    var read = 1 << 16
  }

  private let read: ChunkReader.Read
  private let limits: Limits
  private var held: [UInt8] = []
  private var start = 0
  /// How many bytes from `start` on hold no line end.
  private var searched = 0
  /// How many bytes from `start` on hold no place to cut.
  private var joined = 0
  private var line = 1
  private var offset = 0
  private var isAtEnd = false

  /// The parts of what `read` brings.
  init(limits: Limits = Limits(), read: @escaping ChunkReader.Read) {
    self.limits = limits
    self.read = read
  }

  /// Whether the next part needs another read, which may take its time.
  var waits: Bool { !isAtEnd && !held[(start + searched)...].contains(0x0A) }

  /// The next part; `nil` at the end of the input.
  mutating func next() throws(InputError) -> Part? {
    while true {
      if let end = held[(start + searched)...].firstIndex(of: 0x0A) { return whole(to: end) }
      searched = held.count - start
      if isAtEnd { return rest() }
      if searched >= limits.usual, let cut = cut() { return part(to: cut) }
      try fill()
    }
  }

  private mutating func whole(to end: Int) -> Part {
    let isCarriage = end > start && held[end - 1] == 0x0D
    let part = Part(
      bytes: Array(held[start..<(isCarriage ? end - 1 : end)]), line: line, offset: offset,
      end: isCarriage ? [0x0D, 0x0A] : [0x0A], goesOn: false)
    (start, searched, joined, line, offset) = (end + 1, 0, 0, line + 1, 0)
    return part
  }

  private mutating func rest() -> Part? {
    guard start < held.count || offset > 0 else { return nil }
    defer { (start, searched, joined, offset) = (held.count, 0, 0, 0) }
    return Part(bytes: Array(held[start...]), line: line, offset: offset, end: [], goesOn: false)
  }

  private mutating func part(to cut: Int) -> Part {
    defer { (start, searched, joined, offset) = (cut, held.count - cut, 0, offset + cut - start) }
    return Part(bytes: Array(held[start..<cut]), line: line, offset: offset, end: [], goesOn: true)
  }

  /// Where the held line may be cut, not in its last bytes, which may be a beginning; `nil` if more must be read.
  private mutating func cut() -> Int? {
    var index = held.count - 4
    let lowest = start + max(limits.usual / 2, joined)
    while index > lowest {
      // Controls may be half of a line end.
      if 0x20...0x7E ~= held[index] { return index }
      if 0xEA...0xED ~= held[index], isSyllable(at: index) { return index }
      index -= 1
    }
    joined = max(joined, held.count - 4 - start)
    guard held.count - start >= limits.longest else { return nil }
    index = held.count - 4
    while index > held.count - 8, held[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }

  private func isSyllable(at index: Int) -> Bool {
    let (second, third) = (UInt32(held[index + 1]), UInt32(held[index + 2]))
    guard second & 0xC0 == 0x80, third & 0xC0 == 0x80 else { return false }
    let scalar = (UInt32(held[index]) & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)
    return 0xAC00...0xD7A3 ~= scalar
  }

  private mutating func fill() throws(InputError) {
    if start > 0 {
      held.removeSubrange(..<start)
      start = 0
    }
    isAtEnd = try read(limits.read, &held) == 0
  }
}
