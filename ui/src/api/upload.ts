// A file on its way to the server, with its progress: fetch cannot tell that.
import { ApiError, api } from './client'
import type { Problem, UploadedMedia } from './types'

const UNAUTHORIZED = 401

function once(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<UploadedMedia> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/v1/media')
    request.setRequestHeader('Accept', 'application/json')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new ApiError({ status: 0, code: 'offline' }))
    request.onabort = () => reject(new DOMException('given up', 'AbortError'))
    request.onload = () => {
      let body: unknown
      try {
        body = JSON.parse(request.responseText)
      } catch {
        body = undefined
      }
      if (request.status >= 200 && request.status < 300 && body) resolve(body as UploadedMedia)
      else {
        const problem = body as Partial<Problem> | undefined
        reject(new ApiError({ code: 'unexpected', ...problem, status: request.status }, body))
      }
    }
    signal.addEventListener('abort', () => request.abort())
    const form = new FormData()
    form.set('file', file)
    request.send(form)
  })
}

/** Stores a file. `onProgress` is told the part that has arrived, from 0 to 1. */
export async function upload(
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<UploadedMedia> {
  try {
    return await once(file, onProgress, signal)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== UNAUTHORIZED) throw error
    // Any request renews a session that has run out.
    await api.get('/me')
    return once(file, onProgress, signal)
  }
}
