/// What `tokenizer.json` puts in front of and behind the tokens of a text.
struct HuggingFaceTemplate: Sendable {
  var before: [Int32] = []
  var behind: [Int32] = []

  /// Reads the member `post_processor`; nil adds nothing.
  init(_ tree: JSONTree?, path: String) throws(TokenizationError) {
    guard let tree else { return }
    let type = try tree.required("type", path).text ?? ""
    switch type {
    case "ByteLevel": break
    case "TemplateProcessing": try readTemplate(tree, path)
    case "BertProcessing", "RobertaProcessing":
      func id(_ name: String) throws(TokenizationError) -> Int32 {
        guard let pair = tree[name]?.elements, pair.count == 2, let id = pair[1].integer else {
          throw .malformedMember(path: "\(path).\(name)", expected: "a token and its id")
        }
        return Int32(id)
      }
      before = [try id("cls")]
      behind = [try id("sep")]
    case "Sequence":
      for (index, stage) in (try tree.required("processors", path).elements ?? []).enumerated() {
        let inner = try HuggingFaceTemplate(stage, path: "\(path).processors.\(index)")
        before = inner.before + before
        behind += inner.behind
      }
    default: throw .unsupportedMember(path: path + ".type", found: type)
    }
  }

  private mutating func readTemplate(_ tree: JSONTree, _ path: String) throws(TokenizationError) {
    var hasText = false
    for (index, element) in (try tree.required("single", path).elements ?? []).enumerated() {
      if element["Sequence"] != nil {
        guard !hasText else { throw .unsupportedMember(path: "\(path).single.\(index)", found: "Sequence") }
        hasText = true
        continue
      }
      guard let name = element["SpecialToken"]?["id"]?.text,
        let ids = tree["special_tokens"]?[name]?["ids"]?.elements
      else {
        throw .malformedMember(path: "\(path).single.\(index)", expected: "a special token or the text")
      }
      let numbers = ids.compactMap(\.integer).map(Int32.init)
      if hasText { behind += numbers } else { before += numbers }
    }
    guard hasText else { throw .malformedMember(path: path + ".single", expected: "a place for the text") }
  }
}
