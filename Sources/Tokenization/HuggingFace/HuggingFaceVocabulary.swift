import Normalization

/// The vocabulary of a `tokenizer.json`: token strings and their ids, added tokens included.
struct HuggingFaceVocabulary: Sendable {
  /// The tokens of the model itself.
  let model: PrefixTable
  /// Every token by its id; nil for numbers without a token.
  private(set) var spellings: [[UInt8]?]
  /// The ids of tokens that are more than one printable part of text.
  private(set) var special: Set<Int32> = []
  private let added: PrefixTable

  /// The most ids that a file may ask room for.
  private static let mostIDs = 1 << 24

  init(model: JSONTree, added: [HuggingFaceAddedTokens.Token]) throws(TokenizationError) {
    guard let members = model["vocab"]?.members else {
      throw .malformedMember(path: "model.vocab", expected: "an object of tokens and ids")
    }
    var keys: [(bytes: [UInt8], value: Int32)] = []
    keys.reserveCapacity(members.count)
    var count = 0
    for member in members {
      guard let id = member.value.integer, 0..<Self.mostIDs ~= id else {
        throw .malformedMember(
          path: "model.vocab." + String(decoding: member.key, as: UTF8.self), expected: "an id")
      }
      keys.append((member.key, Int32(id)))
      count = max(count, id + 1)
    }
    for token in added { count = max(count, Int(token.id) + 1) }
    spellings = Array(repeating: nil, count: count)
    for key in keys { spellings[Int(key.value)] = key.bytes }
    for token in added {
      spellings[Int(token.id)] = token.content
      if token.isSpecial { special.insert(token.id) }
    }
    self.model = PrefixTable(keys)
    self.added = PrefixTable(added.map { ($0.content, $0.id) })
  }

  /// The id of the token that is spelled so; added tokens come first.
  func id(of token: [UInt8]) -> Int32? { added.value(of: token[...]) ?? model.value(of: token[...]) }

  /// The spelling of token `id`.
  func spelling(of id: Int32) -> [UInt8]? {
    id >= 0 && Int(id) < spellings.count ? spellings[Int(id)] : nil
  }
}

/// The printable characters that stand for bytes in byte-level vocabularies. Source: `bytes_to_unicode` of GPT-2.
enum ByteAlphabet {
  /// The scalar of each byte.
  static let scalars: [UInt32] = {
    var scalars: [UInt32] = []
    var next: UInt32 = 256
    for byte in UInt32(0)..<256 {
      let isPrintable = 0x21...0x7E ~= byte || 0xA1...0xAC ~= byte || 0xAE...0xFF ~= byte
      scalars.append(isPrintable ? byte : next)
      if !isPrintable { next += 1 }
    }
    return scalars
  }()

  private static let bytes: [UInt32: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  /// `bytes` spelled in the alphabet.
  static func spelled(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.reduce(into: []) { UTF8Scalar.append(scalars[Int($1)], to: &$0) }
  }

  /// The bytes that `token` spells; the token's own bytes if one of its characters stands for none.
  static func unspelled(_ token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in UTF8Scalar.values(of: token) {
      guard let byte = bytes[scalar] else { return token }
      result.append(byte)
    }
    return result
  }
}
