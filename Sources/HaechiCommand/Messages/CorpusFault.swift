import Curation

/// A failure of a verb over corpora, on its way to becoming a sentence.
enum CorpusFault: Equatable, Sendable {
  case curation(CurationError)
  case notASimilarity(gram: Int, jaccard: Double)
  case gathering(GatheringFault)

  /// The sentence in `language`: what is wrong, where, and what to do.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  /// The exit status that it means.
  var status: CommandFailure.Status {
    switch self {
    case .notASimilarity: .usage
    case .gathering(let fault): fault.status
    case .curation(.provider): .partial
    case .curation(.fetch(_, _, let fault)): fault.status
    case .curation(.store): .noInput
    case .curation(.unwritable): .output
    case .curation(.unreadable): .noInput
    case .curation(.dataset(let error)): WorkshopFault.dataset(error).status
    case .curation(.lexicon(let error)): WorkshopFault.lexicon(error).status
    case .curation: .data
    }
  }

  private var english: String {
    switch self {
    case .gathering(let fault): fault.text(in: .en)
    case .curation(.provider), .curation(.fetch), .curation(.badLine), .curation(.store):
      gatheringText(in: .en)
    case .notASimilarity(let gram, let jaccard):
      "--gram \(gram) or --jaccard \(jaccard) makes no sense. Give an n-gram of 1 or more jamo and an index above 0 up to 1."
    case .curation(.dataset(let error)): WorkshopFault.dataset(error).text(in: .en)
    case .curation(.lexicon(let error)): WorkshopFault.lexicon(error).text(in: .en)
    case .curation(.unwritable(let path, let reason)):
      "\(path) cannot be written: \(Detail.reason(reason)). What was done so far is kept: free the disk or correct the rights, and run it again."
    case .curation(.unreadable(let path, let reason)): "\(path) cannot be read: \(Detail.reason(reason))."
    case .curation(.invalidRecipe(let path, let key, let expected, let found)):
      "\(path): “\(key)” must be \(expected), but is \(found)."
    case .curation(.foreignFolder(let path, let found)):
      "\(path) holds something else (\(found)). Give an empty folder, or the folder of an earlier build of this recipe."
    case .curation(.invalidGrammar(let path, let line, let expected, let found)):
      "\(path)\(line > 0 ? ", line \(line)" : ""): \(expected) is needed, not “\(found)”."
    case .curation(.licence(let obstacles)):
      "The rows may not be released together: "
        + obstacles.map { CorpusNews.obstacle($0).text(in: .en) }.joined(separator: " ")
    }
  }

  private var korean: String {
    switch self {
    case .gathering(let fault): fault.text(in: .ko)
    case .curation(.provider), .curation(.fetch), .curation(.badLine), .curation(.store):
      gatheringText(in: .ko)
    case .notASimilarity(let gram, let jaccard):
      "--gram \(gram) 또는 --jaccard \(jaccard)는 쓸 수 없습니다. 자모 1개 이상, 0 초과 1 이하로 주세요."
    case .curation(.dataset(let error)): WorkshopFault.dataset(error).text(in: .ko)
    case .curation(.lexicon(let error)): WorkshopFault.lexicon(error).text(in: .ko)
    case .curation(.unwritable(let path, let reason)):
      "\(path)에 쓸 수 없습니다: \(Detail.reason(reason)). 지금까지 한 일은 남아 있으니, 디스크 공간이나 권한을 바로잡고 다시 실행하세요."
    case .curation(.unreadable(let path, let reason)): "\(path)을(를) 읽을 수 없습니다: \(Detail.reason(reason))."
    case .curation(.invalidRecipe(let path, let key, let expected, let found)):
      "\(path): “\(key)” 값은 \(expected)이어야 하는데 \(found)입니다."
    case .curation(.foreignFolder(let path, let found)):
      "\(path)에 다른 것이 들어 있습니다(\(found)). 빈 폴더나 같은 레시피로 만든 폴더를 주세요."
    case .curation(.invalidGrammar(let path, let line, let expected, let found)):
      "\(path)\(line > 0 ? " \(line)번째 줄" : ""): “\(found)” 대신 다음이 있어야 합니다: \(expected)"
    case .curation(.licence(let obstacles)):
      "이 행들은 함께 공개할 수 없습니다: " + obstacles.map { CorpusNews.obstacle($0).text(in: .ko) }.joined(separator: " ")
    }
  }
}
