import Curation

/// A wrong use of the verbs that gather texts: fetch, add-source, validate, translate, annotate.
enum GatheringFault: Equatable, Sendable {
  case missingFlags([String])
  case notAPositiveNumber(option: String, value: String)
  case notAnAddress(String)
  case noRenderer
  case missingKey(variable: String)
  case sourceOrInput
  case unknownSources([String], known: [String])
  case fileExists(path: String)
  case badRaters([String])

  /// The exit status that it means.
  var status: CommandFailure.Status {
    switch self {
    case .unknownSources: .data
    case .fileExists: .output
    default: .usage
    }
  }

  /// The sentence in `language`: what is wrong, where, and what to do.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  private var english: String {
    switch self {
    case .missingFlags(let flags): "No file tells these: give \(flags.joined(separator: " "))."
    case .notAPositiveNumber(let option, let value): "\(option) must be above 0, but is \(value)."
    case .notAnAddress(let text): "“\(text)” is not an address. Give one such as https://host/v1."
    case .noRenderer: "Nothing renders the texts. Give --provider, --memory or both."
    case .missingKey(let variable):
      "The environment variable \(variable) is not set. Set it to the provider's key, or name another by --key-variable; --no-key sends none."
    case .sourceOrInput: "Give either a file of records or --source, not both."
    case .unknownSources(let names, let known):
      "There is no manifest for \(names.joined(separator: ", ")). There are: \(known.joined(separator: ", "))."
    case .fileExists(let path): "\(path) is there already. Remove it, or name another file by --output."
    case .badRaters(let names):
      "“\(names.joined(separator: ", "))” are no raters. Give two or more different names of letters, digits, _ and -."
    }
  }

  private var korean: String {
    switch self {
    case .missingFlags(let flags): "파일만으로는 알 수 없는 값이 있습니다. 다음을 주세요: \(flags.joined(separator: " "))"
    case .notAPositiveNumber(let option, let value): "\(option) 값은 0보다 커야 하는데 \(value)입니다."
    case .notAnAddress(let text): "“\(text)”은(는) 주소가 아닙니다. https://host/v1 처럼 주세요."
    case .noRenderer: "번역할 수단이 없습니다. --provider나 --memory를 주세요."
    case .missingKey(let variable):
      "환경 변수 \(variable)이(가) 없습니다. 제공자 키를 넣거나 --key-variable로 다른 이름을 주세요. 키가 필요 없으면 --no-key를 주세요."
    case .sourceOrInput: "레코드 파일과 --source 가운데 하나만 주세요."
    case .unknownSources(let names, let known):
      "매니페스트가 없습니다: \(names.joined(separator: ", ")). 있는 것: \(known.joined(separator: ", "))"
    case .fileExists(let path): "이미 있는 파일입니다: \(path). 지우거나 --output으로 다른 파일을 주세요."
    case .badRaters(let names):
      "평가자 이름으로 쓸 수 없습니다: \(names.joined(separator: ", ")). 글자, 숫자, _, -로 된 서로 다른 이름을 둘 이상 주세요."
    }
  }
}

extension FetchFault {
  /// The exit status that it means: what another run may mend is partial.
  var status: CommandFailure.Status {
    switch self {
    case .timedOut, .unreachable, .status: .partial
    case .noAddress, .unsafePath, .checksum, .lfsPointer: .data
    }
  }

  fileprivate var english: String {
    switch self {
    case .noAddress:
      "the manifest names no address: neither a url, nor a repository on GitHub with a commit. Put the file into the mirror"
    case .unsafePath: "its path leads out of the source's folder. Correct the manifest"
    case .status(let status):
      "the server answered with status \(status). Correct the manifest, or try again later"
    case .timedOut: "no bytes came in time. Run it again: it goes on where it stopped"
    case .unreachable(let reason):
      "the connection failed (\(Detail.reason(reason))). Run it again: it goes on where it stopped"
    case .checksum(let expected, let found):
      "its SHA-256 is \(found), not \(expected). Nothing of it was kept"
    case .lfsPointer: "the server gave the pointer of Git LFS. Put the file into the mirror, or give its url"
    }
  }

  fileprivate var korean: String {
    switch self {
    case .noAddress: "매니페스트에 url도, GitHub 저장소와 커밋도 없습니다. 미러에 파일을 넣으세요"
    case .unsafePath: "경로가 자료 폴더를 벗어납니다. 매니페스트를 고치세요"
    case .status(let status): "서버가 상태 \(status)로 답했습니다. 매니페스트를 고치거나 나중에 다시 해 보세요"
    case .timedOut: "제때 오지 않았습니다. 다시 실행하면 멈춘 데서 이어 받습니다"
    case .unreachable(let reason): "연결하지 못했습니다(\(Detail.reason(reason))). 다시 실행하면 멈춘 데서 이어 받습니다"
    case .checksum(let expected, let found): "SHA-256이 \(expected)이어야 하는데 \(found)입니다. 받은 것은 남기지 않았습니다"
    case .lfsPointer: "서버가 Git LFS 포인터를 주었습니다. 미러에 파일을 넣거나 url을 적으세요"
    }
  }
}

extension ProviderFault {
  /// What happened, without a full stop.
  func text(in language: Language) -> String {
    let isKorean = language == .ko
    switch self {
    case .timedOut: return isKorean ? "제때 답이 없음" : "no answer in time"
    case .unreachable(let reason):
      return isKorean ? "연결 실패(\(Detail.reason(reason)))" : "the connection failed (\(Detail.reason(reason)))"
    case .status(let status, _): return isKorean ? "상태 \(status)" : "status \(status)"
    case .notJSON: return isKorean ? "JSON이 아닌 답" : "an answer that is not JSON"
    case .noChoices: return isKorean ? "선택지가 없는 답" : "an answer without choices"
    case .emptyAnswer: return isKorean ? "빈 답" : "an empty answer"
    case .truncated: return isKorean ? "토큰 한도에서 잘린 답" : "an answer cut at the limit of tokens"
    case .filtered: return isKorean ? "제공자의 걸러내기" : "the provider's own filter"
    case .invalidRequest: return isKorean ? "보낼 수 없는 요청" : "a request that cannot be sent"
    }
  }
}

extension CorpusFault {
  /// The sentence of an error of providers, fetching, review files and databases.
  func gatheringText(in language: Language) -> String {
    let isKorean = language == .ko
    switch self {
    case .curation(.provider(let endpoint, let fault)):
      return isKorean
        ? "\(endpoint)이(가) 모든 요청을 거절합니다: \(fault.text(in: language)). 키, 주소, 모델을 확인하고 다시 실행하세요. 받은 답은 남아 있습니다."
        : "\(endpoint) refuses every request: \(fault.text(in: language)). Check key, address and model, and run it again; answers so far are kept."
    case .curation(.fetch(let source, let path, let fault)):
      return isKorean ? "\(source)의 \(path): \(fault.korean)." : "\(path) of \(source): \(fault.english)."
    case .curation(.badLine(let path, let line, let expected, let found)):
      return isKorean
        ? "\(path), \(line)번째 줄: \(expected) 값이 와야 하는데 “\(found)”입니다."
        : "\(path), line \(line): \(expected) is wanted, but there is “\(found)”."
    case .curation(.store(let path, let reason)):
      return isKorean
        ? "데이터베이스 \(path)을(를) 쓸 수 없습니다: \(Detail.reason(reason)). 권한과 디스크 공간을 확인하세요."
        : "The database \(path) cannot be used: \(Detail.reason(reason)). Check rights and disk space."
    default: return text(in: language)
    }
  }
}
