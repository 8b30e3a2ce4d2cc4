/// Reads a ``SplitPattern``: recursive descent over the pattern's scalars.
struct SplitPatternParser {
  private typealias Instruction = SplitPattern.Instruction

  private static let deepest = 64
  private static let mostInstructions = 20_000

  private let pattern: String
  private let scalars: [UInt32]
  private var index = 0
  private var sets: [ScalarSet] = []
  private var marks = 0
  private var ignoresCase = false
  private var depth = 0

  init(_ pattern: String) {
    self.pattern = pattern
    scalars = pattern.unicodeScalars.map(\.value)
  }

  mutating func parse() throws(TokenizationError) -> SplitPattern {
    let body = try alternatives()
    guard index == scalars.count else { throw fault() }
    return SplitPattern(instructions: body + [.accept], sets: sets, marks: marks)
  }

  private func fault() -> TokenizationError { .malformedPattern(pattern: pattern, offset: index) }

  private var next: UInt32? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars.map(\.value)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  /// One program behind another; what one jumps to moves along.
  private static func shifted(_ program: [Instruction], by count: Int) -> [Instruction] {
    program.map { instruction in
      switch instruction {
      case .split(let first, let second): .split(first + count, second + count)
      case .jump(let target): .jump(target + count)
      case .look(let isNegated, let next): .look(isNegated: isNegated, next: next + count)
      case .atomic(let next): .atomic(next: next + count)
      case .set, .progress, .lineStart, .lineEnd, .accept: instruction
      }
    }
  }

  private mutating func alternatives() throws(TokenizationError) -> [Instruction] {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fault() }
    let flag = ignoresCase
    defer { ignoresCase = flag }
    var program = try sequence()
    while take("|") {
      let other = try sequence()
      let end = program.count + 2 + other.count
      program =
        [.split(1, program.count + 2)] + Self.shifted(program, by: 1) + [.jump(end)]
        + Self.shifted(other, by: program.count + 2)
      guard program.count < Self.mostInstructions else { throw fault() }
    }
    return program
  }

  private mutating func sequence() throws(TokenizationError) -> [Instruction] {
    var program: [Instruction] = []
    while let scalar = next, scalar != 0x7C, scalar != 0x29 {
      let part = try repeated(try atom())
      program += Self.shifted(part, by: program.count)
      guard program.count < Self.mostInstructions else { throw fault() }
    }
    return program
  }

  private mutating func atom() throws(TokenizationError) -> [Instruction] {
    if take("(?=") { return try look(isNegated: false) }
    if take("(?!") { return try look(isNegated: true) }
    if take("(?:") { return try group() }
    if take("(?>") { return atomic(try group()) }
    if take("(?i:") {
      let flag = ignoresCase
      ignoresCase = true
      defer { ignoresCase = flag }
      return try group()
    }
    if take("(?i)") {
      ignoresCase = true
      return []
    }
    if take("(") {
      if next == 0x3F { throw fault() }
      return try group()
    }
    if take("^") { return [.lineStart] }
    if take("$") { return [.lineEnd] }
    if take("[") { return add(try bracket()) }
    if take(".") { return add(ScalarSet([.range(0x0A...0x0A)], isNegated: true)) }
    guard let scalar = next, ![0x2A, 0x2B, 0x3F, 0x7B].contains(scalar) else { throw fault() }
    return add(ScalarSet([try item(in: false)], ignoresCase: ignoresCase))
  }

  private mutating func add(_ set: ScalarSet) -> [Instruction] {
    let number = sets.firstIndex(of: set) ?? sets.count
    if number == sets.count { sets.append(set) }
    return [.set(number)]
  }

  private mutating func group() throws(TokenizationError) -> [Instruction] {
    let body = try alternatives()
    guard take(")") else { throw fault() }
    return body
  }

  private mutating func look(isNegated: Bool) throws(TokenizationError) -> [Instruction] {
    let body = try group()
    return [.look(isNegated: isNegated, next: body.count + 2)] + Self.shifted(body, by: 1) + [.accept]
  }

  private func atomic(_ body: [Instruction]) -> [Instruction] {
    [.atomic(next: body.count + 2)] + Self.shifted(body, by: 1) + [.accept]
  }

  /// `body` as often as the sign behind it says.
  private mutating func repeated(_ body: [Instruction]) throws(TokenizationError) -> [Instruction] {
    var body = body
    while let (low, high) = try bounds() {
      let isLazy = take("?")
      let isPossessive = !isLazy && take("+")
      guard body.count * max(low, high ?? 1, 1) < Self.mostInstructions else { throw fault() }
      var program: [Instruction] = []
      for _ in 0..<low { program += Self.shifted(body, by: program.count) }
      func branch(_ inside: Int, _ outside: Int) -> Instruction {
        isLazy ? .split(outside, inside) : .split(inside, outside)
      }
      if let high {
        let end = program.count + max(0, high - low) * (body.count + 1)
        for _ in low..<max(low, high) {
          program.append(branch(program.count + 1, end))
          program += Self.shifted(body, by: program.count)
        }
      } else {
        let start = program.count
        let end = start + body.count + 3
        program +=
          [branch(start + 1, end), .progress(marks)] + Self.shifted(body, by: start + 2) + [.jump(start)]
        marks += 1
      }
      body = isPossessive ? atomic(program) : program
    }
    return body
  }

  /// How often the sign that stands here says; nil if it is none.
  private mutating func bounds() throws(TokenizationError) -> (low: Int, high: Int?)? {
    if take("?") { return (0, 1) }
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    guard next == 0x7B else { return nil }
    index += 1
    let low = number()
    let hasComma = take(",")
    let high = hasComma ? number() : low
    guard take("}"), low != nil || high != nil, (low ?? 0) <= (high ?? .max) else { throw fault() }
    return (low ?? 0, high)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = next, 0x30...0x39 ~= digit, (value ?? 0) < 10_000 {
      value = (value ?? 0) * 10 + Int(digit - 0x30)
      index += 1
    }
    return value
  }

  /// What stands between brackets, the first one read already.
  private mutating func bracket() throws(TokenizationError) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fault() }
    let isNegated = take("^")
    var items: [ScalarSet.Item] = []
    while !take("]") {
      guard next != nil, !scalars[index...].starts(with: [0x26, 0x26]),
        !scalars[index...].starts(with: [0x5B, 0x3A])
      else { throw fault() }
      if take("[") {
        items.append(.set(try bracket()))
        continue
      }
      let first = try item(in: true)
      if case .range(let low) = first, low.count == 1, next == 0x2D, index + 1 < scalars.count,
        scalars[index + 1] != 0x5D
      {
        index += 1
        guard case .range(let high) = try item(in: true), low.lowerBound <= high.lowerBound else {
          throw fault()
        }
        items.append(.range(low.lowerBound...high.lowerBound))
      } else {
        items.append(first)
      }
    }
    guard !items.isEmpty else { throw fault() }
    return ScalarSet(items, isNegated: isNegated, ignoresCase: ignoresCase)
  }

  /// A literal or an escape.
  private mutating func item(in bracket: Bool) throws(TokenizationError) -> ScalarSet.Item {
    guard let scalar = next else { throw fault() }
    index += 1
    guard scalar == 0x5C else { return .range(scalar...scalar) }
    guard let escaped = next.flatMap(Unicode.Scalar.init) else { throw fault() }
    index += 1
    func one(_ value: UInt32) -> ScalarSet.Item { .range(value...value) }
    switch escaped {
    case "n": return one(0x0A)
    case "r": return one(0x0D)
    case "t": return one(0x09)
    case "f": return one(0x0C)
    case "v": return one(0x0B)
    case "s", "S": return .space(isNegated: escaped == "S")
    case "w", "W": return .word(isNegated: escaped == "W")
    case "d", "D": return .categories(.init(.decimalNumber), isNegated: escaped == "D")
    case "p", "P": return try property(isNegated: escaped == "P")
    case "x", "u": return one(try hexadecimal(escaped))
    case "a"..."z", "A"..."Z", "0"..."9":
      index -= 1
      throw fault()
    default: return one(escaped.value)
    }
  }

  private mutating func property(isNegated: Bool) throws(TokenizationError) -> ScalarSet.Item {
    guard take("{") else { throw fault() }
    let isCaret = take("^")
    let start = index
    while let scalar = next, scalar != 0x7D { index += 1; _ = scalar }
    let name = String(String.UnicodeScalarView(scalars[start..<index].compactMap(Unicode.Scalar.init)))
    guard let categories = UnicodeClass.Categories(named: name) else {
      index = start
      throw fault()
    }
    guard take("}") else { throw fault() }
    return .categories(categories, isNegated: isNegated != isCaret)
  }

  private mutating func hexadecimal(_ kind: Unicode.Scalar) throws(TokenizationError) -> UInt32 {
    let isBraced = kind == "x" && take("{")
    let most = isBraced ? 6 : kind == "x" ? 2 : 4
    var value: UInt32 = 0
    var count = 0
    while count < most, let digit = next.flatMap(Unicode.Scalar.init)?.hexDigit {
      value = value << 4 | digit
      index += 1
      count += 1
    }
    guard count > 0, isBraced ? take("}") : count == most, Unicode.Scalar(value) != nil else { throw fault() }
    return value
  }
}
