import Normalization

/// The normalizers of `tokenizer.json`, each a stage over aligned text.
indirect enum HuggingFaceNormalizer: Sendable {
  case form(UnicodeForm)
  case lowercase
  case stripAccents
  case strip(left: Bool, right: Bool)
  case replace(SplitPattern, content: [UInt8])
  case prepend([UInt8])
  case bert(cleansText: Bool, padsChinese: Bool, stripsAccents: Bool, lowercases: Bool)
  case sequence([HuggingFaceNormalizer])

  /// Reads the member `normalizer`.
  init(_ tree: JSONTree, path: String) throws(TokenizationError) {
    let type = try tree.required("type", path).text ?? ""
    switch type {
    case "NFC": self = .form(.nfc)
    case "NFD": self = .form(.nfd)
    case "NFKC": self = .form(.nfkc)
    case "NFKD": self = .form(.nfkd)
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .stripAccents
    case "Strip":
      self = .strip(left: tree["strip_left"]?.boolean ?? true, right: tree["strip_right"]?.boolean ?? true)
    case "Replace":
      self = .replace(
        try SplitPattern(tree: tree, path: path), content: try tree.required("content", path).bytes ?? [])
    case "Prepend": self = .prepend(try tree.required("prepend", path).bytes ?? [])
    case "BertNormalizer":
      let lowercases = tree["lowercase"]?.boolean ?? true
      self = .bert(
        cleansText: tree["clean_text"]?.boolean ?? true,
        padsChinese: tree["handle_chinese_chars"]?.boolean ?? true,
        stripsAccents: tree["strip_accents"]?.boolean ?? lowercases, lowercases: lowercases)
    case "Sequence":
      var stages: [HuggingFaceNormalizer] = []
      for (index, stage) in (try tree.required("normalizers", path).elements ?? []).enumerated() {
        stages.append(try HuggingFaceNormalizer(stage, path: "\(path).normalizers.\(index)"))
      }
      self = .sequence(stages)
    default: throw .unsupportedMember(path: path + ".type", found: type)
    }
  }

  /// `text` after this stage.
  func apply(to text: AlignedText) -> AlignedText {
    switch self {
    case .form(let form): return Self.formed(text, form)
    case .lowercase: return Self.mapped(text, Self.lowercased)
    case .stripAccents:
      return Self.mapped(text) { UnicodeClass.category($0).isDisjoint(with: .mark) ? nil : [] }
    case .strip(let left, let right): return Self.stripped(text, left: left, right: right)
    case .replace(let pattern, let content): return Self.replaced(text, pattern, content)
    case .prepend(let prefix):
      guard !text.utf8.isEmpty else { return text }
      var builder = AlignedTextBuilder(over: text)
      builder.replace(upTo: 0, with: prefix)
      return builder.finishCopyingRest()
    case .bert(let cleansText, let padsChinese, let stripsAccents, let lowercases):
      var text = text
      if cleansText { text = Self.mapped(text, Self.cleaned) }
      if padsChinese {
        text = Self.mapped(text) { Self.isChinese($0) ? [0x20, $0, 0x20] : nil }
      }
      if stripsAccents {
        let isMark = UnicodeClass.Categories(.nonspacingMark)
        text = Self.mapped(Self.formed(text, .nfd)) { UnicodeClass.oldCategory($0) == isMark ? [] : nil }
      }
      return lowercases ? Self.mapped(text, Self.lowercased) : text
    case .sequence(let stages): return stages.reduce(text) { $1.apply(to: $0) }
    }
  }

  /// `text` with each scalar as `change` says: nil leaves it, an empty list takes it out.
  private static func mapped(_ text: AlignedText, _ change: (UInt32) -> [UInt32]?) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        let end = offset + (scalar?.length ?? 1)
        if let scalars = change(scalar?.value ?? 0xFFFD) {
          builder.copy(upTo: offset)
          builder.replace(upTo: end, with: scalars.flatMap(UTF8Scalar.bytes(of:)))
        }
        offset = end
      }
    }
    return builder.finishCopyingRest()
  }

  /// ICU takes no texts without end: longer ones are cut before ASCII bytes, which no form joins to what is before.
  private static func formed(_ text: AlignedText, _ form: UnicodeForm) -> AlignedText {
    let limit = UnicodeForm.maximumBytes
    if text.utf8.count <= limit { return (try? form.apply(to: text)) ?? text }
    var builder = AlignedTextBuilder(over: text)
    var start = 0
    while start < text.utf8.count {
      var end = min(start + limit, text.utf8.count)
      if end < text.utf8.count {
        let cut = text.utf8[start + 1..<end].lastIndex { $0 < 0x80 }
        end = cut ?? end
      }
      let part = AlignedText(utf8: Array(text.utf8[start..<end]))
      builder.replace(upTo: end, with: ((try? form.apply(to: part)) ?? part).utf8)
      start = end
    }
    return builder.finish()
  }

  private static func lowercased(_ scalar: UInt32) -> [UInt32]? {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return nil }
    let lower = properties.lowercaseMapping.unicodeScalars.map(\.value)
    return lower == [scalar] ? nil : lower
  }

  /// BERT's cleaning: control characters and U+FFFD go, white space becomes a space.
  private static func cleaned(_ scalar: UInt32) -> [UInt32]? {
    if scalar == 0x09 || scalar == 0x0A || scalar == 0x0D { return [0x20] }
    let isControl = !UnicodeClass.oldCategory(scalar)
      .isDisjoint(with: UnicodeClass.Categories(.control, .format, .privateUse))
    if scalar == 0xFFFD || isControl { return [] }
    return scalar != 0x20 && UnicodeClass.isSpace(scalar) ? [0x20] : nil
  }

  /// The ranges are those of the library, gap included.
  private static func isChinese(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  private static func stripped(_ text: AlignedText, left: Bool, right: Bool) -> AlignedText {
    let scalars = ScalarText(text.utf8)
    var (low, high) = (0, scalars.count)
    while left, low < high, UnicodeClass.isSpace(scalars.values[low]) { low += 1 }
    while right, low < high, UnicodeClass.isSpace(scalars.values[high - 1]) { high -= 1 }
    if low == 0, high == scalars.count { return text }
    var builder = AlignedTextBuilder(over: text)
    builder.delete(upTo: scalars.offsets[low])
    builder.copy(upTo: scalars.offsets[high])
    builder.delete(upTo: text.utf8.count)
    return builder.finish()
  }

  private static func replaced(
    _ text: AlignedText, _ pattern: SplitPattern, _ content: [UInt8]
  ) -> AlignedText {
    let scalars = ScalarText(text.utf8)
    var builder = AlignedTextBuilder(over: text)
    for match in pattern.matches(in: scalars.values) {
      builder.copy(upTo: scalars.offsets[match.lowerBound])
      builder.replace(upTo: scalars.offsets[match.upperBound], with: content)
    }
    return builder.finishCopyingRest()
  }
}

/// A text as scalars, and where each begins.
struct ScalarText {
  private(set) var values: [UInt32] = []
  /// The byte offset of each scalar, and the end.
  private(set) var offsets: [Int] = []

  var count: Int { values.count }

  init(_ utf8: [UInt8]) {
    values.reserveCapacity(utf8.count)
    offsets.reserveCapacity(utf8.count + 1)
    utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        values.append(scalar?.value ?? 0xFFFD)
        offsets.append(offset)
        offset += scalar?.length ?? 1
      }
      offsets.append(bytes.count)
    }
  }
}
