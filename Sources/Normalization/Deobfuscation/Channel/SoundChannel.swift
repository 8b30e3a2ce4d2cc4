import CLexiconData

/// What a syllable may sound like: costs of writing one jamo for another, in nats above writing it right.
///
/// A vowel is changed by itself. Consonants are changed at the boundary of two syllables, coda and next onset
/// together, because liaison, tensing and stuffed codas move sound across it: `cost(written: ㅁ.ㅈ …)`. The
/// figures are counts of aligned pairs (table soundalike.tsv, made by `Readings channel`).
struct SoundChannel: @unchecked Sendable {
  /// No onset: a space, a sign, or the end stands behind. As a coda: nothing Hangul stands before.
  static let edge = 19
  static let edgeCoda = 28
  static let codas = 29
  static let onsets = 20
  /// Cost units of a nat.
  static let scale: Float = 12

  struct Option: Sendable {
    var jamo: UInt8
    var cost: Float
  }

  /// Index `((writtenCoda·20 + writtenOnset)·29 + coda)·20 + onset`, in 1/12 nat.
  private let boundary: UnsafePointer<UInt8>
  /// Index `writtenVowel·21 + vowel`, in 1/12 nat.
  private let vowels: UnsafePointer<UInt8>
  /// For each written (coda, onset) the onsets and codas worth a try, cheapest first.
  let onsetOptions: Options
  let codaOptions: Options
  let vowelOptions: Options

  /// Lists of options, ten places each, in memory that is never freed.
  struct Options {
    static let width = 10
    private let places: UnsafePointer<Option>
    private let counts: UnsafePointer<Int>

    init(_ lists: [[Option]]) {
      let padding = Option(jamo: 0, cost: 0)
      places = SoundChannel.immortal(
        lists.flatMap { list in
          list.prefix(Self.width) + [Option](repeating: padding, count: max(0, Self.width - list.count))
        })
      counts = SoundChannel.immortal(lists.map { min($0.count, Self.width) })
    }

    @inline(__always)
    subscript(index: Int) -> UnsafeBufferPointer<Option> {
      // SAFETY: every list has `width` places, of which the first `counts[index]` are used.
      UnsafeBufferPointer(start: places + index &* Self.width, count: counts[index])
    }
  }

  /// Copies `values` where they stay: the tables live as long as the process, and the decoder's loops count no
  /// references.
  private static func immortal<T>(_ values: [T]) -> UnsafePointer<T> {
    let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: values.count)
    _ = buffer.initialize(fromContentsOf: values)
    // SAFETY: the buffer is initialized with at least one value and never freed.
    return UnsafePointer(buffer.baseAddress.unsafelyUnwrapped)
  }

  private static let mostExpensive: Float = 21

  init() {
    var codaCost = Self.identity(Self.codas)
    var onsetCost = Self.identity(Self.onsets)
    var vowelCost = Self.identity(21)
    var pairs: [(written: (Int, Int), read: (Int, Int), cost: Float)] = []
    for row in TransformationTable(haechi_lexicon_soundalike()).rows where row.count == 4 {
      guard let cost = Float(row[3]) else { continue }
      switch row[0] {
      case "coda":
        guard let written = Jamo.coda(row[1]), let read = Jamo.coda(row[2]) else { continue }
        codaCost[written * Self.codas + read] = cost
      case "onset":
        guard let written = Jamo.onset(row[1]), let read = Jamo.onset(row[2]) else { continue }
        onsetCost[written * Self.onsets + read] = cost
      case "vowel":
        guard let written = Jamo.vowel(row[1]), let read = Jamo.vowel(row[2]) else { continue }
        vowelCost[written * 21 + read] = cost
      default:
        guard let written = Jamo.pair(row[1]), let read = Jamo.pair(row[2]) else { continue }
        pairs.append((written, read, cost))
      }
    }
    var table = [UInt8](repeating: 255, count: Self.codas * Self.onsets * Self.codas * Self.onsets)
    for writtenCoda in 0..<Self.codas {
      for writtenOnset in 0..<Self.onsets {
        for coda in 0..<Self.codas where codaCost[writtenCoda * Self.codas + coda] < Self.mostExpensive {
          for onset in 0..<Self.onsets {
            let cost =
              codaCost[writtenCoda * Self.codas + coda] + onsetCost[writtenOnset * Self.onsets + onset]
            table[Self.index(writtenCoda, writtenOnset, coda, onset)] = Self.quantized(cost)
          }
        }
      }
    }
    for pair in pairs {
      let index = Self.index(pair.written.0, pair.written.1, pair.read.0, pair.read.1)
      table[index] = min(table[index], Self.quantized(pair.cost))
    }
    boundary = Self.immortal(table)
    vowels = Self.immortal(vowelCost.map(Self.quantized))
    vowelOptions = Options(
      (0..<21).map { written in Self.options((0..<21).map { vowelCost[written * 21 + $0] }, limit: 5) })
    var onsetOptions: [[Option]] = []
    var codaOptions: [[Option]] = []
    for writtenCoda in 0..<Self.codas {
      for writtenOnset in 0..<Self.onsets {
        var byOnset = [Float](repeating: Self.mostExpensive, count: Self.onsets - 1)
        var byCoda = [Float](repeating: Self.mostExpensive, count: Self.codas - 1)
        for coda in 0..<Self.codas {
          for onset in 0..<Self.onsets {
            let cost = Float(table[Self.index(writtenCoda, writtenOnset, coda, onset)]) / Self.scale
            if onset < Self.edge { byOnset[onset] = min(byOnset[onset], cost) }
            if coda < Self.edgeCoda { byCoda[coda] = min(byCoda[coda], cost) }
          }
        }
        onsetOptions.append(Self.options(byOnset, limit: 6))
        codaOptions.append(Self.options(byCoda, limit: 8))
      }
    }
    self.onsetOptions = Options(onsetOptions)
    self.codaOptions = Options(codaOptions)
  }

  private static func identity(_ count: Int) -> [Float] {
    var costs = [Float](repeating: mostExpensive, count: count * count)
    for index in 0..<count { costs[index * count + index] = 0 }
    return costs
  }

  private static func quantized(_ cost: Float) -> UInt8 { UInt8(max(0, min(255, (cost * scale).rounded()))) }

  private static func options(_ costs: [Float], limit: Int) -> [Option] {
    let near = costs.indices.filter { costs[$0] < 9 }.sorted { (costs[$0], $0) < (costs[$1], $1) }
    return near.prefix(limit).map { Option(jamo: UInt8($0), cost: costs[$0]) }
  }

  @inline(__always)
  static func index(_ writtenCoda: Int, _ writtenOnset: Int, _ coda: Int, _ onset: Int) -> Int {
    ((writtenCoda &* onsets &+ writtenOnset) &* codas &+ coda) &* onsets &+ onset
  }

  /// The cost of writing `writtenCoda` and `writtenOnset` for `coda` and `onset`.
  @inline(__always)
  func cost(_ writtenCoda: Int, _ writtenOnset: Int, coda: Int, onset: Int) -> Float {
    Float(boundary[Self.index(writtenCoda, writtenOnset, coda, onset)]) * (1 / Self.scale)
  }

  @inline(__always)
  func vowelCost(written: Int, read: Int) -> Float { Float(vowels[written &* 21 &+ read]) * (1 / Self.scale) }
}

/// Jamo by the letters that show them.
enum Jamo {
  static let onsets = Hangul.leadingCompatibility
  static let codas = Hangul.trailingCompatibility

  /// The onset index of a compatibility jamo.
  static func onset(of scalar: UInt32) -> Int? { onsets.firstIndex(of: scalar) }
  /// The coda index of a compatibility jamo.
  static func coda(of scalar: UInt32) -> Int? { codas.dropFirst().firstIndex(of: scalar) }
  /// The vowel index of a compatibility jamo.
  static func vowel(of scalar: UInt32) -> Int? {
    scalar >= 0x314F && scalar <= 0x3163 ? Int(scalar - 0x314F) : nil
  }

  /// `_` is no coda, `#` an edge.
  static func coda(_ text: String) -> Int? {
    if text == "_" { return 0 }
    if text == "#" { return SoundChannel.edgeCoda }
    return text.scalarValues.first.flatMap(coda(of:))
  }

  static func onset(_ text: String) -> Int? {
    text == "#" ? SoundChannel.edge : text.scalarValues.first.flatMap(onset(of:))
  }

  static func vowel(_ text: String) -> Int? { text.scalarValues.first.flatMap(vowel(of:)) }

  /// A coda and an onset: `ㄹㅇ`, `_ㅈ`, `#ㄱ`, `ㄴ#`.
  static func pair(_ text: String) -> (Int, Int)? {
    let letters = text.unicodeScalars.map { String($0) }
    guard letters.count == 2, let coda = coda(letters[0]), let onset = onset(letters[1]) else { return nil }
    return (coda, onset)
  }
}
