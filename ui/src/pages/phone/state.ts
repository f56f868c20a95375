import { create } from 'zustand'

/** Whether the demo phone is shown; more than one page may open it. */
export const usePhone = create<{ open: boolean }>(() => ({ open: false }))

export const openPhone = () => usePhone.setState({ open: true })
export const closePhone = () => usePhone.setState({ open: false })
export const togglePhone = () => usePhone.setState((state) => ({ open: !state.open }))
